import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Child } from "./child.ts";
import type { Figure } from "./figure.ts";
import { percentile } from "./samples.ts";
import { openStage, type Stage } from "./stage.ts";

const jobs = 10_000;
const stormPerSecond = 5_000;
const stormSeconds = 10;
const soakSteps = 10;
const soakEvents = 100_000;
const soakPerSecond = 8_000;

/** Loaded into the dashboard: at a signal it collects garbage and notes what is left. */
const noteHeap = `import { appendFileSync } from "node:fs";
process.on("SIGUSR2", () => {
  gc();
  appendFileSync(process.env.BENCH_HEAP, process.memoryUsage().heapUsed + "\\n");
});`;

/** P11, P12 and P20: many changes at once, a reader that stalls, and a million changes. */
export async function benchStorm(rounds: number, say: (line: string) => void): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "batchboard-bench-"));
  const heapFile = join(folder, "heap");
  const stage = await openStage(jobs, {
    BENCH_HEAP: heapFile,
    NODE_OPTIONS: `--expose-gc --import=data:text/javascript,${encodeURIComponent(noteHeap)}`,
  });
  const { world, dashboard, cookie } = stage;
  const url = `${dashboard.origin}/api/watch?view=jobs&ns=*`;
  const viewers = new Child("viewers.ts");
  await viewers.call("connect", { url, cookie, count: 1 });
  const quiet = async () => {
    let before = -1;
    for (;;) {
      const [bytes] = await viewers.call("bytes");
      if (bytes === before) return bytes as number;
      before = bytes;
      await delay(2_000);
    }
  };
  const rowBytes = (await quiet()) / jobs;

  const sent: number[] = [];
  const needed: number[] = [];
  for (let round = 0; round < rounds; round++) {
    say(`${stormPerSecond} changes a second for ${stormSeconds} s, round ${round}`);
    const before = await quiet();
    const storm = { perSecond: stormPerSecond, seconds: stormSeconds };
    const { told } = await world.call("storm", storm);
    sent.push((await quiet()) - before);
    needed.push(told * rowBytes);
  }

  const stalled = await withOneStalled(stage, url, rounds, say);

  const heaps: number[] = [];
  const heap = async () => {
    const read = () => readFileSync(heapFile, { encoding: "utf8", flag: "a+" });
    const before = read();
    process.kill(dashboard.pid, "SIGUSR2");
    while (read() === before) await delay(20);
    return Number(read().trim().split("\n").at(-1));
  };
  const filesOf = () => readdirSync(`/proc/${dashboard.pid}/fd`).length;
  const files = filesOf();
  for (let step = 0; step < soakSteps; step++) {
    say(`${(step + 1) * soakEvents} of ${soakSteps * soakEvents} changes`);
    await world.call("storm", { perSecond: soakPerSecond, seconds: soakEvents / soakPerSecond });
    await quiet();
    heaps.push(await heap());
  }
  const filesAfter = filesOf();
  await viewers.stop();
  await stage.close();
  rmSync(folder, { recursive: true });

  return [
    {
      name: "P11",
      what: `bytes to a browser while ${jobs / 1000},000 Jobs change ${stormPerSecond} times a second`,
      against: "the rows that changed, ten times a second",
      limit: { at: 1.5, text: "1.5 ×" },
      ours: sent,
      theirs: needed,
      unit: "B",
    },
    stalled,
    {
      name: "P20",
      what: "heap after a million changes",
      against: "after the first 300,000",
      limit: { at: 1.03, text: "1.03 ×" },
      ours: [percentile(heaps.slice(-3), 0.5)],
      theirs: [percentile(heaps.slice(0, 3), 0.5)],
      unit: "B",
      note: `heap after each 100,000: ${heaps.map((it) => (it / 1024 / 1024).toFixed(1)).join(", ")} MiB; files open before and after: ${files} and ${filesAfter}`,
    },
  ];
}

/** What one of a hundred that reads nothing costs the others, under many changes. */
async function withOneStalled(
  { world, cookie }: Stage,
  url: string,
  rounds: number,
  say: (line: string) => void,
): Promise<Figure> {
  const crowd = new Child("viewers.ts");
  await crowd.call("connect", { url, cookie, count: 100 });
  await delay(3_000);
  let wanted = 5_000;
  const p99 = async () => {
    const waits: number[] = [];
    for (let i = 0; i < 20; i++) {
      wanted += 1;
      await crowd.call("expect", `1/${wanted}"`);
      const begun: number = await world.call("change", { i: 0, wanted });
      for (const heardAt of await crowd.call("heard")) waits.push(heardAt - begun);
      await delay(200);
    }
    return percentile(waits, 0.99);
  };
  say("a hundred browsers, then one of them stalls");
  await p99();
  const none: number[] = [];
  for (let round = 0; round < rounds; round++) none.push(await p99());
  await crowd.call("stall");
  await world.call("storm", { perSecond: 2_000, seconds: 3 });
  await delay(2_000);
  const one: number[] = [];
  for (let round = 0; round < rounds; round++) one.push(await p99());
  await crowd.stop();
  return {
    name: "P12",
    what: "a change reaches the others of 100 browsers while one reads nothing, p99",
    against: "all of them while none stalls",
    limit: { at: 1.2, text: "1.2 ×" },
    ours: one,
    theirs: none,
    unit: "ms",
    note: "what waits for the one is bounded (R19)",
  };
}
