import { writeFile } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { CannotRun } from "../cluster/failure.ts";
import { benchArrivals } from "./arrivals.ts";
import { benchCluster } from "./cluster.ts";
import { benchFanOut } from "./fan-out.ts";
import { type Figure, figureTable } from "./figure.ts";
import { benchInitialSync } from "./initial-sync.ts";
import { benchLogs } from "./logs.ts";
import { benchScreen } from "./screen.ts";
import { benchSoak } from "./soak.ts";
import { benchStorm } from "./storm.ts";

/**
 * The bench: `npm run bench [-- --rounds N] [--only sync,crowd,screen,cluster,storm,soak,logs]`. What it does
 * goes to standard error; the figures of a whole run are written to docs/performance.md.
 */
type Part = (rounds: number, say: (line: string) => void) => Promise<Figure[]>;

const file = join(import.meta.dirname, "..", "..", "docs", "performance.md");

const parts: Readonly<Record<string, Part>> = {
  sync: async (rounds, say) => [
    ...(await benchInitialSync(10_000, rounds, say)),
    ...(await benchInitialSync(50_000, rounds, say)),
  ],
  crowd: async (rounds, say) => [
    ...(await benchArrivals(rounds, say)),
    ...(await benchFanOut(rounds, say)),
  ],
  screen: benchScreen,
  cluster: benchCluster,
  storm: benchStorm,
  soak: benchSoak,
  logs: benchLogs,
};

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "7" }, only: { type: "string" } },
});
const rounds = Number(values.rounds);
const chosen = values.only?.split(",") ?? Object.keys(parts);
const unknown = chosen.find((name) => !(name in parts));
if (!Number.isInteger(rounds) || rounds < 1 || unknown !== undefined) {
  process.stderr.write(
    `Usage: npm run bench [-- --rounds N] [--only ${Object.keys(parts).join(",")}]\n`,
  );
  process.exit(2);
}

const figures: Figure[] = [];
const missing: string[] = [];
for (const name of chosen) {
  const say = (line: string) => process.stderr.write(`  ${name}: ${line}\n`);
  try {
    figures.push(...((await parts[name]?.(rounds, say)) ?? []));
  } catch (error) {
    const { message } = error as Error;
    missing.push(`\`${name}\` is missing: ${message.split("\n")[0]}`);
    say(error instanceof CannotRun ? `SKIPPED: ${message}` : `FAILED: ${(error as Error).stack}`);
    if (!(error instanceof CannotRun)) process.exitCode = 1;
  }
  figures.sort((a, b) => Number(a.name.slice(1)) - Number(b.name.slice(1)));
  // What was measured is kept, whatever comes of the rest.
  if (values.only === undefined) await writeFile(file, page(figures, missing));
}
process.stdout.write(`${figureTable(figures)}\n`);
process.exit();

function page(figures: readonly Figure[], missing: readonly string[]): string {
  const [{ model = "unknown" } = {}] = cpus();
  const machine = `${cpus().length} cores (${model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
  return `# What the dashboard costs

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: ${machine}, ${rounds} rounds, both sides in turn.

A ratio is ours divided by the peer or the floor of the same round; the median of the rounds counts. It says about the same on another machine. Milliseconds without a peer are of this one, and promise nothing elsewhere.
${missing.map((line) => `\n${line}.\n`).join("")}
${figureTable(figures)}

How to read it: P2, P3 and P4 are a real Kubernetes with 10,000 Jobs, 2,000 CronJobs and 10,000 Pods, written through its API, beside kubectl. All others are a scripted API server with Jobs of real shape, managed fields included, and with logs that it sends as fast as they are taken, since a real one would be the limit; who is measured runs in a process of its own. A block of the event loop is counted in processor time of its thread, since what other processes take is no block. [quality.md](quality.md) says what each case promises, [bench.md](bench.md) what the embedded cluster costs.
`;
}
