import { setTimeout as delay } from "node:timers/promises";
import { at, Child, processorMs } from "./child.ts";
import type { Figure } from "./figure.ts";
import { nameOf } from "./real-job.ts";
import { percentile } from "./samples.ts";
import { openStage } from "./stage.ts";

const many = 1_000;
const changesPerRound = 20;
/** Changes this far apart are each told on their own. */
const apartMs = 250;
const idleMs = 20_000;

/** One side of the comparison: who serves the viewers, and which Job it tells of. */
interface Side {
  readonly viewers: Child;
  readonly pid: number;
  readonly job: number;
}

/** P6, P9, P13 and P17: a thousand browsers on one page. */
export async function benchFanOut(rounds: number, say: (line: string) => void): Promise<Figure[]> {
  const stage = await openStage(20);
  const { world, dashboard, cookie } = stage;
  const stream = `${dashboard.origin}/api/watch?view=jobs&ns=*`;
  const floor = new Child("floor.ts");
  const { event } = await world.call("weigh");
  const floorUrl = await floor.call("follow", {
    server: stage.server,
    name: nameOf(1),
    size: deltaBytes,
  });

  const ours = await side(dashboard.pid, 0, stream, cookie);
  const theirs = await side(floor.pid, 1, `${floorUrl}/stream`, cookie);

  let wanted = 100;
  const round = async (side: Side) => {
    const before = processorMs(side.pid);
    const [bytes = 0]: number[] = await side.viewers.call("bytes");
    const waits: number[] = [];
    for (let i = 0; i < changesPerRound; i++) {
      wanted += 1;
      await side.viewers.call("expect", `1/${wanted}"`);
      const begun: number = await world.call("change", { i: side.job, wanted });
      for (const heardAt of await side.viewers.call("heard")) waits.push(heardAt - begun);
      await delay(apartMs);
    }
    const [after = 0]: number[] = await side.viewers.call("bytes");
    const used = processorMs(side.pid) - before;
    return { p99: percentile(waits, 0.99), used, bytes: after - bytes };
  };
  const told: {
    ours: Awaited<ReturnType<typeof round>>;
    theirs: Awaited<ReturnType<typeof round>>;
  }[] = [];
  for (let i = 0; i <= rounds; i++) {
    say(`${changesPerRound} changes for ${many} viewers of each, round ${i}`);
    const both = { ours: await round(ours), theirs: await round(theirs) };
    if (i > 0) told.push(both);
  }

  const idle: number[] = [];
  for (let i = 0; i < rounds; i++) {
    say(`${many} viewers, and nothing happens, round ${i}`);
    const before = processorMs(dashboard.pid);
    const begun = at();
    await delay(idleMs);
    idle.push((100 * (processorMs(dashboard.pid) - before)) / (at() - begun));
  }

  say(`${many} viewers come back at once`);
  const returns: { snapshots: number; waits: number[] }[] = [];
  for (let i = 0; i < rounds; i++) {
    wanted += 1;
    const back = ours.viewers.call("comeBack", { url: stream, cookie, text: `1/${wanted}"` });
    await world.call("change", { i: ours.job, wanted });
    returns.push(await back);
  }
  await Promise.all([ours.viewers.stop(), theirs.viewers.stop(), floor.stop()]);
  await stage.close();

  return [
    {
      name: "P9",
      what: `a change reaches ${many} browsers, p99`,
      against: "`node:http` that writes it to as many",
      limit: { at: 1.5, text: "1.5 ×" },
      ours: told.map((it) => it.ours.p99),
      theirs: told.map((it) => it.theirs.p99),
      unit: "ms",
    },
    {
      name: "P9",
      what: `processor time of ${changesPerRound} changes for ${many} browsers`,
      against: "`node:http` that writes them",
      limit: { at: 1.5, text: "1.5 ×" },
      ours: told.map((it) => it.ours.used),
      theirs: told.map((it) => it.theirs.used),
      unit: "ms",
    },
    {
      name: "P6",
      what: "bytes to a browser for a change",
      against: "the event of the watch",
      limit: { at: 0.1, text: "0.10 ×" },
      ours: told.map((it) => it.ours.bytes / changesPerRound),
      theirs: told.map(() => event),
      unit: "B",
    },
    {
      name: "P13",
      what: `snapshots sent when ${many} browsers come back at once`,
      against: "",
      limit: { at: many * 0.05, text: "50" },
      ours: returns.map(({ snapshots }) => snapshots),
      theirs: null,
      unit: "",
    },
    {
      name: "P13",
      what: `${many} browsers that come back at once are up to date, p99`,
      against: "",
      limit: { at: 1_000, text: "1 s" },
      ours: returns.map(({ waits }) => percentile(waits, 0.99)),
      theirs: null,
      unit: "ms",
    },
    {
      name: "P17",
      what: `processor time while ${many} browsers look and nothing happens`,
      against: "",
      limit: { at: 2, text: "2 % of a core" },
      ours: idle,
      theirs: null,
      unit: "%",
    },
  ];
}

/** About what a delta of one Job weighs. */
const deltaBytes = 330;

async function side(pid: number, job: number, url: string, cookie: string): Promise<Side> {
  const viewers = new Child("viewers.ts");
  await viewers.call("connect", { url, cookie, count: many });
  await delay(2_000);
  return { viewers, pid, job };
}
