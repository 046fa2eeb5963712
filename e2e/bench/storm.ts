import { setTimeout as delay } from "node:timers/promises";
import { Child } from "./child.ts";
import type { Figure } from "./figure.ts";
import { listed, quiet } from "./quiet.ts";
import { percentile } from "./samples.ts";
import { openStage, type Stage } from "./stage.ts";

const jobs = 10_000;
const stormPerSecond = 5_000;
const stormSeconds = 10;

/** P11 and P12: many changes at once, and a reader that stalls. */
export async function benchStorm(rounds: number, say: (line: string) => void): Promise<Figure[]> {
  const stage = await openStage(jobs);
  const { world, dashboard, cookie } = stage;
  const url = `${dashboard.origin}/api/watch?view=jobs&ns=*`;
  const viewers = new Child("viewers.ts");
  await viewers.call("connect", { url, cookie, count: 1 });
  const rowBytes = (await listed(viewers, jobs)) / jobs;

  const sent: number[] = [];
  const needed: number[] = [];
  for (let round = 0; round < rounds; round++) {
    say(`${stormPerSecond} changes a second for ${stormSeconds} s, round ${round}`);
    const before = await quiet(viewers);
    const storm = { perSecond: stormPerSecond, seconds: stormSeconds };
    const { told } = await world.call("storm", storm);
    sent.push((await quiet(viewers)) - before);
    needed.push(told * rowBytes);
  }

  const stalled = await withOneStalled(stage, url, rounds, say);

  await viewers.stop();
  await stage.close();

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
  ];
}

/** What one of a hundred that reads nothing costs the others, under many changes. */
async function withOneStalled(
  { world, cookie }: Stage,
  url: string,
  rounds: number,
  say: (line: string) => void,
): Promise<Figure> {
  const none: number[] = [];
  const one: number[] = [];
  let wanted = 5_000;
  for (let round = 0; round <= rounds; round++) {
    say(`a hundred browsers, then one of them stalls, round ${round}`);
    const crowd = new Child("viewers.ts");
    await crowd.call("connect", { url, cookie, count: 100 });
    await delay(3_000);
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
    const before = await p99();
    await crowd.call("stall");
    await world.call("storm", { perSecond: 2_000, seconds: 3 });
    await delay(2_000);
    const after = await p99();
    await crowd.stop();
    if (round === 0) continue;
    none.push(before);
    one.push(after);
  }
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
