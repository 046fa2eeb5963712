import { setTimeout as delay } from "node:timers/promises";
import { Child, residentBytes } from "./child.ts";
import type { Figure } from "./figure.ts";
import { nameOf } from "./real-job.ts";
import { median } from "./samples.ts";
import { openStage } from "./stage.ts";

const many = 1_000;

/** What a server took on with those who came to it. */
interface Arrival {
  /** Bytes for each browser. */
  readonly ours: number;
  /** The same of `node:http` alone. */
  readonly floor: number;
  /** Lists and watches the API server was asked for. */
  readonly requestsOfOne: number;
  readonly requestsOfMany: number;
}

/** P9's memory and P10: a thousand browsers come to a server that has just been started. */
export async function benchArrivals(
  rounds: number,
  say: (line: string) => void,
): Promise<Figure[]> {
  const arrivals: Arrival[] = [];
  for (let round = 0; round < rounds; round++) {
    say(`one viewer comes, then ${many}, round ${round}`);
    arrivals.push(await arrive());
  }
  const of = (what: keyof Arrival) => arrivals.map((it) => it[what]);
  return [
    {
      name: "P9",
      what: `memory for each of ${many} browsers`,
      against: "",
      limit: { at: 64 * 1024, text: "64 KiB" },
      ours: of("ours"),
      theirs: null,
      unit: "B",
      note: `\`node:http\` alone takes ${(median(of("floor")) / 1024).toFixed(0)} KiB`,
    },
    {
      name: "P10",
      what: `lists and watches of the API server, with ${many} browsers`,
      against: "with one",
      limit: { at: 1.05, text: "1.05 ×" },
      ours: of("requestsOfMany"),
      theirs: of("requestsOfOne"),
      unit: "",
      note: "each event is read once",
    },
  ];
}

async function arrive(): Promise<Arrival> {
  const { world, server, dashboard, cookie, close } = await openStage(20);
  const floor = new Child("floor.ts");
  const floorUrl = await floor.call("follow", { server, name: nameOf(1), size: 0 });
  const stream = `${dashboard.origin}/api/watch?view=jobs&ns=*`;
  const one = await crowd(dashboard.pid, stream, cookie, 1);
  const requestsOfOne = await followed(world);
  await one.viewers.stop();
  const ours = await crowd(dashboard.pid, stream, cookie, many);
  const requestsOfMany = await followed(world);
  const theirs = await crowd(floor.pid, `${floorUrl}/stream`, cookie, many);
  await Promise.all([ours.viewers.stop(), theirs.viewers.stop(), floor.stop()]);
  await close();
  return { ours: ours.memory, floor: theirs.memory, requestsOfOne, requestsOfMany };
}

/** How many lists and watches the API server was asked for. */
async function followed(world: Child): Promise<number> {
  const requests: string[] = await world.call("requests");
  return requests.filter((line) => /^GET \S+\/(jobs|cronjobs|pods|namespaces)\?/.test(line)).length;
}

/** Connects so many; `memory` is what the server `pid` takes on for each. */
async function crowd(pid: number, url: string, cookie: string, count: number) {
  const viewers = new Child("viewers.ts");
  const before = residentBytes(pid);
  await viewers.call("connect", { url, cookie, count });
  await delay(2_000);
  return { viewers, memory: (residentBytes(pid) - before) / count };
}
