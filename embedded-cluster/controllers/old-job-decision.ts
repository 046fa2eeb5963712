import { type Backoff, withEnded } from "./job-backoff.ts";
import {
  addCondition,
  deadlineMs,
  earliest,
  type JobDecision,
  restartedTooOften,
} from "./job-decision.ts";
import { finishedAt, isActive, isSucceeded } from "./job-pods.ts";
import { type Scaling, scale } from "./job-scaling.ts";
import { instant, type Job, type JobStatus, type Pod } from "./workloads.ts";

const isFailed = ({ status }: Pod) => status?.phase === "Failed";

/**
 * What becomes of a Job that has not ended, as Kubernetes 1.20 decided it (`syncJob` and `manageJob`
 * of its pkg/controller/job): Pods have no finalizer, those that are there are the count, and a Job
 * ends in one step. Two departures: a failure is counted at once instead of after its back-off, and
 * Pods beyond what is missing are deleted.
 */
export function decideOldJob(
  job: Job,
  pods: readonly Pod[],
  backoff: Backoff,
  now: number,
): JobDecision {
  const { spec, metadata, status: before = {} } = job;
  const startTime = before.startTime ?? instant(now);
  const active = pods.filter(isActive);
  const succeeded = pods.filter(isSucceeded);
  const failed = pods.filter(isFailed);
  const record = withEnded(
    backoff,
    latest(succeeded, succeeded.length - (before.succeeded ?? 0)),
    latest(failed, failed.length - (before.failed ?? 0)),
  );
  const decided = { release: [], untrack: [], backoff: record };
  const base = { ...before, startTime };

  const failure = failureOf(job, pods, active.length, failed.length, startTime, now);
  if (failure) {
    const status = counted(base, 0, succeeded.length, failed.length + active.length);
    addCondition(status, "Failed", failure, now);
    const events = [{ type: "Warning" as const, ...failure }];
    return { ...decided, create: [], delete: active, status, events, retryMs: null };
  }
  const scaling: Scaling =
    metadata.deletionTimestamp === undefined
      ? scale(viewOf(job, pods, active, succeeded.length, failed.length), firstAtOnce(record), now)
      : { create: [], release: [], retryMs: null };
  const left = active.length + scaling.create.length - scaling.release.length;
  const status = counted(base, left, succeeded.length, failed.length);
  const isComplete =
    spec.completions === undefined
      ? succeeded.length > 0 && left === 0
      : succeeded.length >= spec.completions;
  const work = { ...decided, create: scaling.create, delete: scaling.release, status };
  if (!isComplete) {
    const retryMs = earliest(scaling.retryMs, deadlineMs(job, startTime, now));
    return { ...work, events: [], retryMs };
  }
  addCondition(status, "Complete", {}, now);
  status.completionTime = instant(now);
  const events = [{ type: "Normal" as const, reason: "Completed", message: "Job completed" }];
  return { ...work, events, retryMs: null };
}

function failureOf(
  job: Job,
  pods: readonly Pod[],
  active: number,
  failed: number,
  startTime: string,
  now: number,
): { reason: string; message: string } | null {
  const isNew = failed > (job.status?.failed ?? 0) && active !== job.spec.parallelism;
  if ((isNew && failed > job.spec.backoffLimit) || restartedTooOften(job, pods)) {
    const message = "Job has reached the specified backoff limit";
    return { reason: "BackoffLimitExceeded", message };
  }
  const deadline = deadlineMs(job, startTime, now);
  if (deadline === null || deadline > 0) return null;
  const message = "Job was active longer than specified deadline";
  return { reason: "DeadlineExceeded", message };
}

/** The first Pod that failed was replaced at once, the second after 10 s. */
const firstAtOnce = ({ failures, lastFailure }: Backoff): Backoff => ({
  failures: Math.max(0, failures - 1),
  lastFailure,
});

function latest(pods: readonly Pod[], count: number): readonly Pod[] {
  if (count <= 0) return [];
  return pods.toSorted((a, b) => finishedAt(a) - finishedAt(b)).slice(-count);
}

function viewOf(
  job: Job,
  pods: readonly Pod[],
  active: readonly Pod[],
  succeeded: number,
  failed: number,
) {
  const none = { terminating: [], newlySucceeded: [], newlyFailed: [], indexes: null };
  return { ...none, job, pods, active, succeeded, failed };
}

/** The API leaves out what is zero. */
function counted(before: JobStatus, active: number, succeeded: number, failed: number): JobStatus {
  const { active: _a, succeeded: _s, failed: _f, ...rest } = before;
  return {
    ...rest,
    ...(active > 0 && { active }),
    ...(succeeded > 0 && { succeeded }),
    ...(failed > 0 && { failed }),
  };
}
