import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Child } from "./child.ts";
import type { Figure } from "./figure.ts";
import { listed, quiet } from "./quiet.ts";
import { median } from "./samples.ts";
import { openStage } from "./stage.ts";

const jobs = 10_000;
const steps = 10;
const changes = 100_000;
const perSecond = 16_000;

/** Loaded into the dashboard: at a signal it collects garbage and notes what is left. */
const noteHeap = `import { appendFileSync } from "node:fs";
process.on("SIGUSR2", () => {
  gc();
  appendFileSync(process.env.BENCH_HEAP, process.memoryUsage().heapUsed + "\\n");
});`;

/** A dashboard that was told of a million changes. */
interface Soak {
  /** Bytes of heap after each step. */
  readonly heaps: readonly number[];
  /** Files open before and after. */
  readonly files: readonly [number, number];
}

/** P20: a million changes, told to a server that has just been started. */
export async function benchSoak(rounds: number, say: (line: string) => void): Promise<Figure[]> {
  const soaks: Soak[] = [];
  for (let round = 0; round < rounds; round++) {
    say(`${steps * changes} changes, round ${round}`);
    soaks.push(await soak());
  }
  const mebibytes = (bytes: number) => (bytes / 1024 / 1024).toFixed(1);
  const course = Array.from({ length: steps }, (_, step) =>
    mebibytes(median(soaks.map(({ heaps }) => heaps[step] ?? Number.NaN))),
  );
  const files = [0, 1].map((end) => median(soaks.map((it) => it.files[end] ?? Number.NaN)));
  return [
    {
      name: "P20",
      what: "heap after a million changes",
      against: "after the first 300,000",
      limit: { at: 1.03, text: "1.03 ×" },
      ours: soaks.map(({ heaps }) => median(heaps.slice(-3))),
      theirs: soaks.map(({ heaps }) => median(heaps.slice(0, 3))),
      unit: "B",
      note: `heap after each 100,000: ${course.join(", ")} MiB; files open before and after: ${files.join(" and ")}`,
    },
  ];
}

async function soak(): Promise<Soak> {
  const folder = mkdtempSync(join(tmpdir(), "batchboard-bench-"));
  const heapFile = join(folder, "heap");
  const { world, dashboard, cookie, close } = await openStage(jobs, {
    BENCH_HEAP: heapFile,
    NODE_OPTIONS: `--expose-gc --import=data:text/javascript,${encodeURIComponent(noteHeap)}`,
  });
  const viewers = new Child("viewers.ts");
  const url = `${dashboard.origin}/api/watch?view=jobs&ns=*`;
  await viewers.call("connect", { url, cookie, count: 1 });
  await listed(viewers, jobs);
  const heap = async () => {
    const read = () => readFileSync(heapFile, { encoding: "utf8", flag: "a+" });
    const before = read();
    process.kill(dashboard.pid, "SIGUSR2");
    while (read() === before) await delay(20);
    return Number(read().trim().split("\n").at(-1));
  };
  const files = () => readdirSync(`/proc/${dashboard.pid}/fd`).length;
  const filesBefore = files();
  const heaps: number[] = [];
  for (let step = 0; step < steps; step++) {
    await world.call("storm", { perSecond, seconds: changes / perSecond });
    await quiet(viewers);
    heaps.push(await heap());
  }
  const filesAfter = files();
  await viewers.stop();
  await close();
  rmSync(folder, { recursive: true });
  return { heaps, files: [filesBefore, filesAfter] };
}
