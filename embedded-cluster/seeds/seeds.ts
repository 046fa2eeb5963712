import { readFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";
import type { KubernetesApi } from "../api/resource.ts";
import { strategies } from "../api/strategies.ts";
import type { ApiClient } from "../api-client.ts";
import { type CronJob, instant, type Job } from "../controllers/workloads.ts";
import type { ApiObject, Plural } from "../objects.ts";
import { uidOf } from "./identity.ts";
import { createdJob, liveJob, type PastJob } from "./past-job.ts";
import type { PastLog } from "./past-pod.ts";
import { liveCronJob } from "./past-runs.ts";
import { type Past, takePast } from "./seed-annotations.ts";

export interface Seeds {
  /** What was there before: to be stored as it is, in this order. */
  readonly past: readonly ApiObject[];
  /** What past containers printed. */
  readonly logs: readonly PastLog[];
  /** What begins now: to be created, in this order. */
  readonly apply: readonly ApiObject[];
}

const files = ["default", "billing", "data", "media", "ops"];

/** The workloads of a cluster that has been there for a while; `now` in ms. */
export async function seeds(now: number, api: KubernetesApi): Promise<Seeds> {
  const past: ApiObject[] = [];
  const logs: PastLog[] = [];
  const apply: ApiObject[] = [];
  const keep = ({ job, pods, logs: printed }: PastJob) => {
    past.push(job, ...pods);
    logs.push(...printed);
  };
  for (const manifest of files.flatMap(manifestsOf)) {
    if (!isServed(manifest, api)) continue;
    const known = takePast(manifest);
    if (known.age === null) apply.push(manifest);
    else if (manifest.kind === "CronJob") {
      const cronJob = servedAs(manifest as CronJob, api);
      const lived = await liveCronJob(cronJob, known, now, api);
      past.push(lived.cronJob, ...lived.unfinished);
      for (const run of lived.finished) keep(run);
    } else if (manifest.kind === "Job" && known.deleted === null) {
      keep(await liveJob(manifest as Job, now - known.age, api));
    } else past.push(standing(manifest, known, now, api));
  }
  return { past, logs, apply };
}

/** Creates what begins now, as a person with these manifests would. */
export async function applySeeds(client: ApiClient, { apply }: Seeds): Promise<void> {
  for (const object of apply) {
    await client.create(pluralOf(object), object.metadata.namespace ?? null, object);
  }
}

export const pluralOf = ({ kind }: ApiObject): Plural => `${kind.toLowerCase()}s` as Plural;

function manifestsOf(file: string): ApiObject[] {
  const text = readFileSync(new URL(`${file}.yaml`, import.meta.url), "utf8");
  return parseAllDocuments(text).map((document) => {
    const object = document.toJS() as ApiObject;
    if (object.kind !== "Namespace") object.metadata.namespace = file;
    return object;
  });
}

/** What 1.20 does not know of, it cannot be seeded with. */
function isServed({ spec }: ApiObject, api: KubernetesApi): boolean {
  if (api !== "1.20") return true;
  const job = spec?.jobTemplate?.spec ?? spec ?? {};
  const initContainers: { restartPolicy?: string }[] = job.template?.spec?.initContainers ?? [];
  const sidecar = initContainers.some(({ restartPolicy }) => restartPolicy !== undefined);
  return !sidecar && job.suspend === undefined && job.completionMode === undefined;
}

function servedAs(cronJob: CronJob, api: KubernetesApi): CronJob {
  if (api !== "1.20") return cronJob;
  const { timeZone: _, ...spec } = cronJob.spec;
  return { ...cronJob, apiVersion: "batch/v1beta1", spec };
}

/** A Namespace, or a Job that stands still. */
function standing(manifest: ApiObject, past: Past, now: number, api: KubernetesApi): ApiObject {
  const created = now - (past.age ?? 0);
  if (manifest.kind === "Job") {
    const job = createdJob(manifest as Job, created, api);
    if (past.deleted === null) return job;
    job.metadata.deletionTimestamp = instant(now - past.deleted);
    job.metadata.deletionGracePeriodSeconds = 0;
    return job;
  }
  const { name } = manifest.metadata;
  manifest.metadata.uid = uidOf(`namespaces/${name}`);
  manifest.metadata.creationTimestamp = instant(created);
  const strategy = strategies(api)[pluralOf(manifest)];
  strategy.setDefaults(manifest);
  strategy.prepareForCreate(manifest);
  return manifest;
}
