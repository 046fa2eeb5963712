import { setTimeout as delay } from "node:timers/promises";
import type { Api } from "../../cluster/api.ts";
import { isEnded, type Json, jobNamed, jobsPath } from "./jobs.ts";

/** Follows a watch until the signal; `heard` is told of each object with the moment it came. */
export async function follow(
  api: Api,
  path: string,
  heard: (object: Json, at: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const events = await api.watch(path, "application/json", signal);
  const read = async () => {
    for await (const event of events) heard((event as Json).object, performance.now());
  };
  read().catch(() => {});
}

/** The version of the Jobs as they are now. */
export async function versionOf(api: Api): Promise<string> {
  return ((await api.get(`${jobsPath}?limit=1`)).body as Json).metadata.resourceVersion;
}

/** ms from sending a change of `job` until a watcher of its namespace has it, of each of some changes. */
export async function changesHeard(api: Api, job: string, count: number): Promise<number[]> {
  const sent = new Map<string, number>();
  const waits: number[] = [];
  const stop = new AbortController();
  const all = Promise.withResolvers<void>();
  await follow(
    api,
    `${jobsPath}?watch=1&resourceVersion=${await versionOf(api)}`,
    ({ metadata }, at) => {
      const begun = sent.get(metadata.annotations?.change);
      if (metadata.name !== job || begun === undefined) return;
      sent.delete(metadata.annotations.change);
      waits.push(at - begun);
      if (waits.length === count) all.resolve();
    },
    stop.signal,
  );
  for (let i = 0; i < count; i++) {
    const change = `${i}`;
    sent.set(change, performance.now());
    await api.patch(`${jobsPath}/${job}`, { metadata: { annotations: { change } } });
    await delay(5);
  }
  await all.promise;
  stop.abort();
  return waits;
}

/** ms from creating a Job until it has ended, of some Jobs, one after the other. */
export async function jobsEnded(api: Api, prefix: string, count: number): Promise<number[]> {
  const waits: number[] = [];
  for (let i = 0; i < count; i++) {
    const name = `${prefix}-${i}`;
    const stop = new AbortController();
    const ended = Promise.withResolvers<number>();
    const begun = performance.now();
    const { metadata } = (await api.create(jobsPath, jobNamed(name))).body as Json;
    const query = `watch=1&resourceVersion=${metadata.resourceVersion}&fieldSelector=metadata.name%3D${name}`;
    const heard = (job: object, at: number) => isEnded(job) && ended.resolve(at);
    await follow(api, `${jobsPath}?${query}`, heard, stop.signal);
    waits.push((await ended.promise) - begun);
    stop.abort();
  }
  return waits;
}
