import type { Api } from "../../cluster/api.ts";
import { createNamespace } from "../../cluster/namespace.ts";
import { percentile } from "../samples.ts";
import { startCluster } from "./cluster.ts";
import { createJobs, isEnded, jobsPath, namespace, podsPath } from "./jobs.ts";
import { kilobytes, type Line, ms, seconds } from "./report.ts";
import { changesHeard, follow, versionOf } from "./watching.ts";

const few = 10;
const changes = 200;

/** What Jobs cost that all run: created at once, each with a Pod that prints a line and ends. */
export async function benchRunning(count: number, say: (line: string) => void): Promise<Line[]> {
  const cluster = await startCluster();
  const { api } = cluster;
  await createNamespace(api, namespace);
  await createJobs(api, "idle", few, { suspend: true });
  await changesHeard(api, "idle-0", changes);
  const heardFew = await changesHeard(api, "idle-0", changes);

  const fewer = Math.ceil(count / 10);
  say(`${fewer} running Jobs`);
  const beforeFewer = cluster.processor();
  await allEnded(api, "first", fewer, async () => {});
  const usedFewer = (cluster.processor() - beforeFewer) / fewer;
  const before = await cluster.memory();
  const beforeAll = cluster.processor();
  let heardMany: number[] = [];
  say(`${count} running Jobs`);
  const took = await allEnded(api, "live", count, async () => {
    heardMany = await changesHeard(api, "idle-0", changes);
  });
  const used = (cluster.processor() - beforeAll) / count;
  const grown = ((await cluster.memory()) - before) / count;
  const job = await api.call("GET", `${jobsPath}/live-1`);
  const pod = await api.call("GET", `${podsPath}?limit=1`);
  const size = job.text.length + pod.text.length;
  await cluster.stop();

  return [
    {
      what: `processor time of each of ${count} Jobs that run at once, with its Pod`,
      ratio: used / usedFewer,
      against: `of each of ${fewer}`,
      aside: `${ms(used)} : ${ms(usedFewer)}; all ended after ${seconds(took)}`,
    },
    ...[0.5, 0.99].map((share) => ({
      what: `a change reaches a watcher while ${count} Jobs run, p${share * 100}`,
      ratio: percentile(heardMany, share) / percentile(heardFew, share),
      against: `with ${few} Jobs that rest`,
      aside: `${ms(percentile(heardMany, share))} : ${ms(percentile(heardFew, share))}`,
    })),
    {
      what: "memory per Job that ran, its Pod, events and log",
      ratio: grown / size,
      against: "the JSON of Job and Pod",
      aside: `${kilobytes(grown)} : ${kilobytes(size)}`,
    },
  ];
}

/** ms from the first create until all have ended; `meanwhile` begins when all are created. */
async function allEnded(
  api: Api,
  prefix: string,
  count: number,
  meanwhile: () => Promise<void>,
): Promise<number> {
  const ended = new Set<string>();
  const all = Promise.withResolvers<number>();
  const stop = new AbortController();
  const heard = (job: { metadata: { name: string } }, at: number) => {
    const { name } = job.metadata;
    if (!name.startsWith(`${prefix}-`) || !isEnded(job)) return;
    ended.add(name);
    if (ended.size === count) all.resolve(at);
  };
  const path = `${jobsPath}?watch=1&resourceVersion=${await versionOf(api)}`;
  await follow(api, path, heard, stop.signal);
  const begun = performance.now();
  await createJobs(api, prefix, count);
  await meanwhile();
  const last = await all.promise;
  stop.abort();
  return last - begun;
}
