import type { KubernetesApi } from "../api/resource.ts";
import { mountToken, tokenVolumeName } from "../api/service-account-token.ts";
import { strategies } from "../api/strategies.ts";
import { formatIndexes } from "../controllers/job-indexes.ts";
import { podOf } from "../controllers/job-template.ts";
import { type Condition, instant, type Job } from "../controllers/workloads.ts";
import type { Pod } from "../kubelet/pod-fields.ts";
import { suffixOf, uidOf } from "./identity.ts";
import { livePod, type PastLog, type PastPod } from "./past-pod.ts";

export interface PastJob {
  readonly job: Job;
  readonly pods: readonly Pod[];
  readonly logs: readonly PastLog[];
}

const firstRetryMs = 10_000;
/** From the end of the last Pod to the status of the Job that says so. */
const noticedMs = 1000;

/** A Job as it was when it had just been created, with what the API server fills in. */
export function createdJob(manifest: Job, at: number, api: KubernetesApi): Job {
  const { namespace, name } = manifest.metadata;
  const job = structuredClone(manifest);
  job.metadata.uid = uidOf(`jobs/${namespace}/${name}`);
  job.metadata.creationTimestamp = instant(at);
  const { jobs } = strategies(api);
  jobs.setDefaults(job);
  jobs.prepareForCreate(job);
  return job;
}

/** Lives through a Job that was created at an instant gone by, to its end. */
export async function liveJob(manifest: Job, at: number, api: KubernetesApi): Promise<PastJob> {
  const job = createdJob(manifest, at, api);
  const indexed = job.spec.completionMode === "Indexed";
  const completions = job.spec.completions ?? job.spec.parallelism;
  const width = indexed ? completions : job.spec.parallelism;
  const lanes = Array.from({ length: Math.min(width, completions) }, (_, lane) => lane);
  const lived = await Promise.all(
    lanes.map(async (lane) => {
      const runs = Math.ceil((completions - lane) / width);
      return await liveLane(job, at, { lane, runs, index: indexed ? lane : null, api });
    }),
  );
  const pods = lived.flat();
  const endedAt = Math.max(...pods.map((pod) => pod.endedAt)) + noticedMs;
  job.status = finalStatus(job, pods, at, endedAt, api);
  return { job, pods: pods.map(({ pod }) => pod), logs: pods.flatMap(({ logs }) => logs) };
}

interface Lane {
  readonly lane: number;
  readonly runs: number;
  readonly index: number | null;
  readonly api: KubernetesApi;
}

/** The Pods that come one after the other in one place of the Job's parallelism. */
async function liveLane(job: Job, at: number, { lane, runs, index, api }: Lane) {
  const lived: PastPod[] = [];
  const retries = job.spec.backoffLimitPerIndex ?? job.spec.backoffLimit;
  let failures = 0;
  for (let from = at, succeeded = 0; succeeded < runs && failures <= retries; ) {
    const past = await livePod(createdPod(job, index, `${lane}/${lived.length}`, from, api), from);
    lived.push(past);
    if (past.pod.status?.phase === "Succeeded") succeeded += 1;
    else failures += 1;
    from = past.endedAt + (failures > 0 ? firstRetryMs * 2 ** (failures - 1) : noticedMs);
  }
  return lived;
}

function createdPod(job: Job, index: number | null, which: string, at: number, api: KubernetesApi) {
  const perIndex = job.spec.backoffLimitPerIndex !== undefined && index !== null;
  const order = { index, failures: perIndex ? 0 : null };
  const pod = structuredClone(podOf(job, order)) as Pod;
  const { generateName = "", finalizers: _, ...metadata } = pod.metadata;
  const key = `${job.metadata.uid}/${which}`;
  pod.metadata = {
    ...metadata,
    generateName,
    name: `${generateName}${suffixOf(key)}`,
    uid: uidOf(key),
    creationTimestamp: instant(at),
    resourceVersion: "1",
  };
  const { pods } = strategies(api);
  pods.setDefaults(pod);
  pods.prepareForCreate(pod);
  mountToken(pod.spec, undefined, tokenVolumeName(suffixOf(`${key}/token`)));
  return pod;
}

function finalStatus(
  job: Job,
  pods: readonly PastPod[],
  at: number,
  endedAt: number,
  api: KubernetesApi,
): NonNullable<Job["status"]> {
  const ended = (phase: string) => pods.filter(({ pod }) => pod.status?.phase === phase);
  const succeeded = ended("Succeeded").length;
  const failed = ended("Failed").length;
  const complete = succeeded >= (job.spec.completions ?? 1);
  const modern = api !== "1.20";
  const completionTime = complete ? { completionTime: instant(endedAt) } : {};
  return {
    conditions: finalConditions(job, complete, instant(endedAt), modern),
    startTime: instant(at),
    ...completionTime,
    ...(succeeded > 0 ? { succeeded } : {}),
    ...(failed > 0 ? { failed } : {}),
    ...indexes(job, pods),
    ...(modern ? { ready: 0, terminating: 0, uncountedTerminatedPods: {} } : {}),
  };
}

function indexes({ spec }: Job, pods: readonly PastPod[]) {
  if (spec.completionMode !== "Indexed") return {};
  const of = (phase: string) =>
    formatIndexes(
      new Set(pods.flatMap(({ pod }, index) => (pod.status?.phase === phase ? [index] : []))),
    );
  const failed = spec.backoffLimitPerIndex === undefined ? {} : { failedIndexes: of("Failed") };
  return { completedIndexes: of("Succeeded"), ...failed };
}

function finalConditions(
  { spec }: Job,
  complete: boolean,
  at: string,
  modern: boolean,
): Condition[] {
  const made = (type: string, told: object): Condition => ({
    type,
    status: "True",
    lastProbeTime: at,
    lastTransitionTime: at,
    ...told,
  });
  if (complete) {
    const told = {
      reason: "CompletionsReached",
      message: "Reached expected number of succeeded pods",
    };
    if (!modern) return [made("Complete", {})];
    return [made("SuccessCriteriaMet", told), made("Complete", told)];
  }
  const told =
    spec.backoffLimitPerIndex === undefined
      ? {
          reason: "BackoffLimitExceeded",
          message: "Job has reached the specified backoff limit",
        }
      : { reason: "FailedIndexes", message: "Job has failed indexes" };
  return [...(modern ? [made("FailureTarget", told)] : []), made("Failed", told)];
}
