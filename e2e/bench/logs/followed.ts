import { setTimeout as delay } from "node:timers/promises";
import { Child, residentBytes } from "../child.ts";
import type { Figure } from "../figure.ts";
import { median, percentile } from "../samples.ts";
import type { LogStage } from "./log-stage.ts";

const followed = 50;
const stalled = 5;
const bytesPerSecond = 1_000_000;
/** About: a line of `log-text`. */
const bytesPerLine = 100;
/** What one log may hold: a frame being gathered, one being encoded, and the browser's queue, of long lines. */
const mostEach = 8 * 1024 * 1024;
const settlingMs = 15_000;
const watchers = 20;
/** So many that more than one of them is among the slowest hundredth. */
const changes = 300;
const apartMs = 100;

/** What fifty followed logs cost the server, and those who look at something else (S23). */
export async function benchFollowed(
  { logs, dashboard, cookie }: LogStage,
  readers: Child,
  rounds: number,
  say: (line: string) => void,
): Promise<Figure[]> {
  const names = Array.from({ length: followed }, (_, i) => `live-${i}`);
  await logs.call("addLive", { names, linesPerSecond: bytesPerSecond / bytesPerLine });
  const viewers = new Child("viewers.ts");
  const url = `${dashboard.origin}/api/watch?view=jobs&ns=*`;
  await viewers.call("connect", { url, cookie, count: watchers });
  let wanted = 100;
  const waitsOf = async () => {
    const waits: number[] = [];
    for (let i = 0; i < changes; i++) {
      wanted += 1;
      await viewers.call("expect", `1/${wanted}"`);
      const begun: number = await logs.call("change", { i: 0, wanted });
      for (const heardAt of await viewers.call("heard")) waits.push(heardAt - begun);
      await delay(apartMs);
    }
    return { p50: median(waits), p99: percentile(waits, 0.99) };
  };
  const requests = names.map((name) => ({
    url: `${dashboard.origin}/api/logs?namespace=default&of=pod/${name}&follow=1&tail=0`,
    cookie,
  }));

  const alone: Awaited<ReturnType<typeof waitsOf>>[] = [];
  const beside: typeof alone = [];
  const steady: number[] = [];
  const late: number[] = [];
  const rates: number[] = [];
  await waitsOf();
  const before = residentBytes(dashboard.pid);
  for (let round = 0; round < rounds; round++) {
    say(`changes of a Job without and beside ${followed} followed logs, round ${round}`);
    alone.push(await waitsOf());
    await readers.call("follow", { requests, stalled });
    await delay(settlingMs);
    const from: number[] = await readers.call("bytes");
    const begun = performance.now();
    const held: number[] = [];
    const weigh = setInterval(() => held.push(residentBytes(dashboard.pid)), 100);
    beside.push(await waitsOf());
    await delay(settlingMs);
    clearInterval(weigh);
    const to: number[] = await readers.call("bytes");
    const seconds = (performance.now() - begun) / 1_000;
    const each = to.slice(stalled).map((bytes, i) => (bytes - (from[stalled + i] ?? 0)) / seconds);
    rates.push(percentile(each, 0));
    const third = Math.floor(held.length / 3);
    steady.push(median(held.slice(0, third)));
    late.push(median(held.slice(-third)));
    await readers.call("close");
    await delay(2_000);
  }
  await viewers.stop();

  const what = `${followed} logs of 1 MB a second are followed, ${stalled} of them by who reads nothing`;
  const slowest = `the slowest of the others read ${(median(rates) / 1e6).toFixed(2)} MB a second`;
  const change = (share: "p50" | "p99"): Figure => ({
    name: "P12",
    what: `a change of a Job reaches a browser while ${what}, ${share}`,
    against: "while no log is followed",
    limit: { at: 1.2, text: "1.2 ×" },
    ours: beside.map((it) => it[share]),
    theirs: alone.map((it) => it[share]),
    unit: "ms",
    note: slowest,
  });
  return [
    change("p50"),
    change("p99"),
    {
      name: "P12",
      what: `memory the server takes on while ${what}`,
      against: "",
      limit: { at: followed * mostEach, text: "8 MiB each" },
      ours: late.map((bytes) => bytes - before),
      theirs: null,
      unit: "B",
    },
    {
      name: "P12",
      what: `memory of the server after fifty seconds while ${what}`,
      against: "after twenty",
      limit: { at: 1.1, text: "1.1 ×" },
      ours: late,
      theirs: steady,
      unit: "B",
    },
  ];
}
