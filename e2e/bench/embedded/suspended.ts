import type { Api } from "../../cluster/api.ts";
import { createNamespace } from "../../cluster/namespace.ts";
import { atOnce, median, medianOf, percentile, timed } from "../samples.ts";
import { startCluster } from "./cluster.ts";
import { createJobs, type Json, jobsPath, namespace, width } from "./jobs.ts";
import { kilobytes, type Line, ms, seconds } from "./report.ts";
import { changesHeard, jobsEnded } from "./watching.ts";

const few = 10;
const pageSize = 500;
const changes = 200;
const probes = 7;

/** What a store full of Jobs that do nothing costs, beside the same with a few. */
export async function benchSuspended(
  count: number,
  kubectlGet: ((kubeconfig: string, args: readonly string[]) => Promise<unknown>) | null,
  say: (line: string) => void,
): Promise<Line[]> {
  const cluster = await startCluster();
  const { api } = cluster;
  await createNamespace(api, namespace);
  await createJobs(api, "idle", few, { suspend: true });
  say(`${few} suspended Jobs: watching and running`);
  await changesHeard(api, "idle-0", changes);
  const heardFew = await changesHeard(api, "idle-0", changes);
  const endedFew = await jobsEnded(api, "few", probes);

  const getting = () => atOnce(width, count, () => api.get(`${jobsPath}/idle-0`));
  say(`${count} reads of one Job`);
  const beforeReads = cluster.processor();
  await getting();
  const reads = cluster.processor() - beforeReads;
  const before = await cluster.memory();
  const beforeCreates = cluster.processor();
  say(`${count} suspended Jobs: creating`);
  const creates = await timed(() => createJobs(api, "idle", count, { suspend: true }, few));
  const creating = cluster.processor() - beforeCreates;
  const perSecond = (count - few) / (creates / 1000);
  say("listing");
  const whole = await medianOf(3, () => api.get(jobsPath));
  const firstPage = await medianOf(3, () => api.get(`${jobsPath}?limit=${pageSize}`));
  const pages = await medianOf(3, () => allPages(api));
  const printed = kubectlGet
    ? await medianOf(3, () => kubectlGet(cluster.kubeconfig, ["get", "jobs", "-n", "bench"]))
    : null;
  say("watching and running");
  const heardMany = await changesHeard(api, "idle-0", changes);
  const endedMany = await jobsEnded(api, "many", probes);
  const grown = ((await cluster.memory()) - before) / (count - few);
  const size = (await api.call("GET", `${jobsPath}/idle-1`)).text.length;
  await cluster.stop();

  const against = (figures: readonly number[], share: number) => percentile(figures, share);
  const heard = (share: number): Line => ({
    what: `a change reaches a watcher of ${count} Jobs, p${share * 100}`,
    ratio: against(heardMany, share) / against(heardFew, share),
    against: `the same with ${few} Jobs`,
    aside: `${ms(against(heardMany, share))} : ${ms(against(heardFew, share))}`,
  });
  return [
    {
      what: `processor time for creating ${count} suspended Jobs over HTTP`,
      ratio: creating / (count - few) / (reads / count),
      against: "for reading one Job as often",
      aside: `${ms(creating / (count - few))} : ${ms(reads / count)} each; ${perSecond.toFixed(0)} Jobs/s`,
    },
    {
      what: `listing ${count} Jobs in pages of ${pageSize}`,
      ratio: pages / whole,
      against: "one whole list",
      aside: `${ms(pages)} : ${ms(whole)}`,
    },
    {
      what: `the first ${pageSize} of ${count} Jobs`,
      ratio: firstPage / whole,
      against: "one whole list",
      aside: `${ms(firstPage)} : ${ms(whole)}`,
    },
    {
      what: `listing ${count} Jobs in pages of ${pageSize}`,
      ratio: printed === null ? null : pages / printed,
      against: "`kubectl get jobs` of them",
      aside: printed === null ? "" : `${ms(pages)} : ${seconds(printed)}`,
    },
    heard(0.5),
    heard(0.99),
    {
      what: `a Job beside ${count} others, from create to Complete`,
      ratio: median(endedMany) / median(endedFew),
      against: `beside ${few} others`,
      aside: `${seconds(median(endedMany))} : ${seconds(median(endedFew))}`,
    },
    {
      what: "memory per suspended Job",
      ratio: grown / size,
      against: "its JSON",
      aside: `${kilobytes(grown)} : ${kilobytes(size)}`,
    },
  ];
}

async function allPages(api: Api): Promise<void> {
  let token = "";
  do {
    const { body } = await api.get(`${jobsPath}?limit=${pageSize}&continue=${token}`);
    token = (body as Json).metadata.continue ?? "";
  } while (token !== "");
}
