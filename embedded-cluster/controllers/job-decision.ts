import type { RecordedEvent } from "./event-recorder.ts";
import { type Backoff, withEnded } from "./job-backoff.ts";
import { formatIndexes } from "./job-indexes.ts";
import { isFailed, isReady, isSucceeded, isTracked, restarts } from "./job-pods.ts";
import { type Scaling, scale } from "./job-scaling.ts";
import type { PodOrder } from "./job-template.ts";
import { type JobView, validIndex, viewOf } from "./job-view.ts";
import {
  type Condition,
  condition,
  instant,
  type Job,
  type JobStatus,
  type Pod,
} from "./workloads.ts";

export interface JobDecision {
  readonly create: readonly PodOrder[];
  /** Active Pods to delete whose end does not count; their finalizer goes first. */
  readonly release: readonly Pod[];
  /** Active Pods of a Job that has failed. */
  readonly delete: readonly Pod[];
  /** To write once the Pods are created and deleted; equal to the present one if nothing changed. */
  readonly status: JobStatus;
  /** Pods whose finalizer may go once the status that names them is written. */
  readonly untrack: readonly Pod[];
  /** To record once the status is written. */
  readonly events: readonly RecordedEvent[];
  /** What to remember of the failures once the status is written. */
  readonly backoff: Backoff;
  /** When to decide again, in ms, if nothing happens before. */
  readonly retryMs: number | null;
}

/** Why a Job ends; the final condition follows in a later decision, when no Pod is left. */
interface Ending {
  readonly type: "FailureTarget" | "SuccessCriteriaMet";
  readonly reason: string;
  readonly message: string;
  /** Whether the status says so already. */
  readonly known: boolean;
}

/**
 * What becomes of a Job that has not ended, from its Pods and what is remembered of its failures
 * (kubectl-semantics 7.3; `syncJob` of pkg/controller/job).
 */
export function decideJob(
  job: Job,
  pods: readonly Pod[],
  backoff: Backoff,
  now: number,
): JobDecision {
  const started = job.status?.startTime ?? (job.spec.suspend ? undefined : instant(now));
  const view = viewOf(job, pods);
  const record = withEnded(backoff, view.newlySucceeded, view.newlyFailed);
  const failure = knownEnding(job) ?? failureOf(view, started, now);
  // A Job that is being deleted starts and stops nothing.
  const idle = failure !== null || job.metadata.deletionTimestamp !== undefined;
  const scaling: Scaling = idle
    ? { create: [], release: [], retryMs: null }
    : scale(view, record, now);
  const doomed = failure ? view.active : [];
  const stopped = [...scaling.release, ...doomed];
  const active = view.active.length + scaling.create.length - stopped.length;
  const ending = failure ?? successOf(view, active);

  const status: JobStatus = { ...job.status };
  // One that fails while it is suspended never started, but what has ended must have.
  set(status, "startTime", started ?? (ending ? instant(now) : undefined));
  const events: RecordedEvent[] = [];
  if (!idle && !ending) suspendOrResume(job, status, events, now);
  const { untrack, uncounted } = account(view, ending, status);
  const terminating = view.terminating.length + stopped.length;
  set(status, "active", active || undefined);
  status.ready = view.active.filter(isReady).length - stopped.filter(isReady).length;
  status.terminating = terminating;
  if (ending && !ending.known) addCondition(status, ending.type, ending, now);
  const left = uncounted + terminating + untrack.length;
  if (ending?.known && left === 0) events.push(...end(job, status, ending, now));
  const immediately = untrack.length > 0 || (ending !== null && !ending.known);
  const due = ending ? null : earliest(scaling.retryMs, deadlineMs(job, started, now));
  return {
    create: scaling.create,
    release: scaling.release,
    delete: doomed,
    status,
    untrack,
    events,
    backoff: record,
    retryMs: immediately ? 0 : due,
  };
}

function knownEnding(job: Job): Ending | null {
  for (const type of ["SuccessCriteriaMet", "FailureTarget"] as const) {
    const known = condition(job, type);
    if (known?.status !== "True") continue;
    return { type, reason: known.reason ?? "", message: known.message ?? "", known: true };
  }
  return null;
}

function failureOf(view: JobView, started: string | undefined, now: number): Ending | null {
  const { job, pods, failed, indexes } = view;
  const { backoffLimit, maxFailedIndexes, completions = 0 } = job.spec;
  const because = (reason: string, message: string): Ending => ({
    type: "FailureTarget",
    reason,
    message,
    known: false,
  });
  if (failed > backoffLimit || restartedTooOften(job, pods)) {
    return because("BackoffLimitExceeded", "Job has reached the specified backoff limit");
  }
  const deadline = deadlineMs(job, started, now);
  if (deadline !== null && deadline <= 0) {
    return because("DeadlineExceeded", "Job was active longer than specified deadline");
  }
  const failedIndexes = indexes?.failed?.size ?? 0;
  if (maxFailedIndexes !== undefined && failedIndexes > maxFailedIndexes) {
    return because(
      "MaxFailedIndexesExceeded",
      "Job has exceeded the specified maximal number of failed indexes",
    );
  }
  if (indexes && failedIndexes > 0 && failedIndexes + indexes.succeeded.size >= completions) {
    return because("FailedIndexes", "Job has failed indexes");
  }
  return null;
}

/** Restarts within living Pods count against the limit too, where the kubelet restarts. */
export function restartedTooOften({ spec }: Job, pods: readonly Pod[]): boolean {
  if (spec.template.spec.restartPolicy !== "OnFailure") return false;
  const living = pods.filter(({ status }) => /^(Running|Pending)$/.test(status?.phase ?? ""));
  const sum = living.reduce((total, pod) => total + restarts(pod), 0);
  return spec.backoffLimit === 0 ? sum > 0 : sum >= spec.backoffLimit;
}

/** The ms until a Job has been active too long; null for one that may be for ever. */
export function deadlineMs({ spec }: Job, started: string | undefined, now: number): number | null {
  if (spec.activeDeadlineSeconds === undefined || started === undefined || spec.suspend)
    return null;
  return Date.parse(started) + spec.activeDeadlineSeconds * 1000 - now;
}

function successOf({ job, succeeded }: JobView, active: number): Ending | null {
  // Without completions one success ends a Job, with 0 it needs none.
  if (active > 0 || succeeded < (job.spec.completions ?? 1)) return null;
  return {
    type: "SuccessCriteriaMet",
    reason: "CompletionsReached",
    message: "Reached expected number of succeeded pods",
    known: false,
  };
}

/**
 * Moves Pods that lost their finalizer into the counts, and puts those that may lose it on the list
 * of the uncounted, so that none is counted twice or never, whatever fails in between.
 */
function account(
  { job, pods, indexes }: JobView,
  ending: Ending | null,
  status: JobStatus,
): { untrack: Pod[]; uncounted: number } {
  const tracked = pods.filter(isTracked);
  const uids = new Set(tracked.map(({ metadata }) => metadata.uid));
  const before = status.uncountedTerminatedPods ?? {};
  const succeeded = new Set(before.succeeded?.filter((uid) => uids.has(uid)));
  const failed = new Set(before.failed?.filter((uid) => uids.has(uid)));
  const counted = (before.succeeded?.length ?? 0) - succeeded.size;
  const newlyFailed = (before.failed?.length ?? 0) - failed.size;
  set(status, "succeeded", (status.succeeded ?? 0) + counted || undefined);
  set(status, "failed", (status.failed ?? 0) + newlyFailed || undefined);

  const kept = new Set(indexes?.kept.values());
  const untrack = tracked.filter(
    (pod) =>
      ending !== null ||
      job.metadata.deletionTimestamp !== undefined ||
      isSucceeded(pod) ||
      (isFailed(pod, job) && !kept.has(pod)),
  );
  for (const pod of untrack) {
    const { uid } = pod.metadata;
    if (indexes && validIndex(pod, job) === null) continue;
    if (isSucceeded(pod) && !failed.has(uid)) {
      // An index is counted by its number.
      if (!indexes) succeeded.add(uid);
    } else if (isFailed(pod, job) || ending?.type === "FailureTarget") {
      failed.add(uid);
    }
  }
  status.uncountedTerminatedPods = {
    ...(succeeded.size > 0 && { succeeded: [...succeeded] }),
    ...(failed.size > 0 && { failed: [...failed] }),
  };
  if (indexes) {
    set(status, "succeeded", indexes.succeeded.size || undefined);
    set(status, "completedIndexes", formatIndexes(indexes.succeeded) || undefined);
    set(status, "failedIndexes", indexes.failed ? formatIndexes(indexes.failed) : undefined);
  }
  return { untrack, uncounted: succeeded.size + failed.size };
}

function suspendOrResume(job: Job, status: JobStatus, events: RecordedEvent[], now: number): void {
  const known = condition(job, "Suspended")?.status;
  if (job.spec.suspend && known !== "True") {
    addCondition(status, "Suspended", { reason: "JobSuspended", message: "Job suspended" }, now);
    delete status.startTime;
    events.push({ type: "Normal", reason: "Suspended", message: "Job suspended" });
  }
  // A Job that never was suspended is not said to be resumed.
  if (!job.spec.suspend && known === "True") {
    const resumed = { reason: "JobResumed", message: "Job resumed", status: "False" as const };
    addCondition(status, "Suspended", resumed, now);
    status.startTime = instant(now);
    events.push({ type: "Normal", reason: "Resumed", message: "Job resumed" });
  }
}

function end(job: Job, status: JobStatus, ending: Ending, now: number): RecordedEvent[] {
  const { reason, message } = ending;
  if (ending.type === "FailureTarget") {
    addCondition(status, "Failed", ending, now);
    return [{ type: "Warning", reason, message }];
  }
  addCondition(status, "Complete", ending, now);
  status.completionTime = instant(now);
  const tooMany = (status.succeeded ?? 0) > (job.spec.completions ?? Number.POSITIVE_INFINITY);
  return [
    ...(tooMany
      ? [
          {
            type: "Warning" as const,
            reason: "TooManySucceededPods",
            message: "Too many succeeded pods running after completion count reached",
          },
        ]
      : []),
    { type: "Normal", reason: "Completed", message: "Job completed" },
  ];
}

export function addCondition(
  status: JobStatus,
  type: string,
  {
    reason,
    message,
    status: value = "True",
  }: Omit<Condition, "type" | "status"> & Partial<Condition>,
  now: number,
): void {
  const at = instant(now);
  const added: Condition = {
    type,
    status: value,
    lastProbeTime: at,
    lastTransitionTime: at,
    ...(reason !== undefined && { reason }),
    ...(message !== undefined && { message }),
  };
  const others = status.conditions ?? [];
  const place = others.findIndex((other) => other.type === type);
  status.conditions = place < 0 ? [...others, added] : others.with(place, added);
}

/** The API leaves out what is zero or absent. */
function set<K extends keyof JobStatus>(
  status: JobStatus,
  key: K,
  value: JobStatus[K] | undefined,
) {
  if (value === undefined) delete status[key];
  else status[key] = value;
}

export function earliest(...waits: readonly (number | null)[]): number | null {
  const known = waits.filter((wait) => wait !== null);
  return known.length === 0 ? null : Math.max(0, Math.min(...known));
}
