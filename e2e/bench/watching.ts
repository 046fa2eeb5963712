import { setTimeout as delay } from "node:timers/promises";
import type { BenchApi } from "./api.ts";
import { isEnded, jobNamed, jobsPath } from "./jobs.ts";

/** ms from sending a change of `job` until a watcher of its namespace has it, of each of some changes. */
export async function changesHeard(api: BenchApi, job: string, count: number): Promise<number[]> {
  const { resourceVersion } = (await api.send("GET", `${jobsPath}?limit=1`)).metadata;
  const sent = new Map<string, number>();
  const waits: number[] = [];
  const stop = new AbortController();
  const all = Promise.withResolvers<void>();
  await api.watch(
    `${jobsPath}?watch=1&resourceVersion=${resourceVersion}`,
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
    await api.text("PATCH", `${jobsPath}/${job}`, { metadata: { annotations: { change } } });
    await delay(5);
  }
  await all.promise;
  stop.abort();
  return waits;
}

/** ms from creating a Job until it has ended, of some Jobs, one after the other. */
export async function jobsEnded(api: BenchApi, prefix: string, count: number): Promise<number[]> {
  const waits: number[] = [];
  for (let i = 0; i < count; i++) {
    const name = `${prefix}-${i}`;
    const stop = new AbortController();
    const ended = Promise.withResolvers<number>();
    const begun = performance.now();
    const { metadata } = await api.send("POST", jobsPath, jobNamed(name));
    const query = `watch=1&resourceVersion=${metadata.resourceVersion}&fieldSelector=metadata.name%3D${name}`;
    const heard = (job: object, at: number) => isEnded(job) && ended.resolve(at);
    await api.watch(`${jobsPath}?${query}`, heard, stop.signal);
    waits.push((await ended.promise) - begun);
    stop.abort();
  }
  return waits;
}
