import { parseIndexes } from "./job-indexes.ts";
import {
  earlierFailures,
  finishedAt,
  indexOf,
  isActive,
  isFailed,
  isSucceeded,
  isTerminating,
  isTracked,
} from "./job-pods.ts";
import type { Job, Pod } from "./workloads.ts";

/** A Job and its Pods, counted: those in its status and those that ended since. */
export interface JobView {
  readonly job: Job;
  readonly pods: readonly Pod[];
  readonly active: readonly Pod[];
  readonly terminating: readonly Pod[];
  /** Ended, tracked and in no count yet. */
  readonly newlySucceeded: readonly Pod[];
  readonly newlyFailed: readonly Pod[];
  readonly succeeded: number;
  readonly failed: number;
  /** Null for a Job that is not Indexed. */
  readonly indexes: IndexView | null;
}

export interface IndexView {
  /** As the status has them. */
  readonly counted: ReadonlySet<number>;
  readonly succeeded: ReadonlySet<number>;
  /** Null without backoffLimitPerIndex. */
  readonly failed: ReadonlySet<number> | null;
  /** By index, the failed Pod kept until its replacement has taken over its count of failures. */
  readonly kept: ReadonlyMap<number, Pod>;
}

export function viewOf(job: Job, pods: readonly Pod[]): JobView {
  const { status = {} } = job;
  const uncounted = status.uncountedTerminatedPods ?? {};
  const newlySucceeded = pods.filter(
    (pod) =>
      isCountable(pod, job) && isSucceeded(pod) && !uncounted.succeeded?.includes(pod.metadata.uid),
  );
  const newlyFailed = pods.filter(
    (pod) =>
      isCountable(pod, job) && isFailed(pod, job) && !uncounted.failed?.includes(pod.metadata.uid),
  );
  const active = pods.filter(isActive);
  const indexes = isIndexed(job) ? indexView(job, pods, active) : null;
  return {
    job,
    pods,
    active,
    terminating: pods.filter(isTerminating),
    newlySucceeded,
    newlyFailed,
    succeeded:
      indexes?.succeeded.size ??
      (status.succeeded ?? 0) + newlySucceeded.length + (uncounted.succeeded?.length ?? 0),
    failed: (status.failed ?? 0) + newlyFailed.length + (uncounted.failed?.length ?? 0),
    indexes,
  };
}

const isIndexed = ({ spec }: Job) => spec.completionMode === "Indexed";

/** The index of a Pod that an Indexed Job of this size may have. */
export function validIndex(pod: Pod, { spec }: Job): number | null {
  const index = indexOf(pod);
  return index !== null && index < (spec.completions ?? 0) ? index : null;
}

const isCountable = (pod: Pod, job: Job) =>
  isTracked(pod) && (!isIndexed(job) || validIndex(pod, job) !== null);

function indexView(job: Job, pods: readonly Pod[], active: readonly Pod[]): IndexView {
  const { completions = 0, backoffLimitPerIndex } = job.spec;
  const tracked = pods
    .filter(isTracked)
    .map((pod) => ({ pod, index: validIndex(pod, job) }))
    .filter((one): one is { pod: Pod; index: number } => one.index !== null);
  const counted = parseIndexes(job.status?.completedIndexes, completions);
  const succeeded = new Set(counted);
  for (const { pod, index } of tracked) if (isSucceeded(pod)) succeeded.add(index);
  if (backoffLimitPerIndex === undefined) {
    return { counted, succeeded, failed: null, kept: new Map() };
  }
  const failures = tracked.filter(({ pod }) => isFailed(pod, job));
  const failed = parseIndexes(job.status?.failedIndexes, completions);
  for (const { pod, index } of failures) {
    if (earlierFailures(pod) >= backoffLimitPerIndex) failed.add(index);
  }
  const running = new Set(active.map(indexOf));
  const kept = new Map<number, Pod>();
  for (const { pod, index } of failures) {
    if (succeeded.has(index) || failed.has(index) || running.has(index)) continue;
    const other = kept.get(index);
    const isLater =
      other === undefined ||
      (earlierFailures(other) <= earlierFailures(pod) && finishedAt(other) <= finishedAt(pod));
    if (isLater) kept.set(index, pod);
  }
  return { counted, succeeded, failed, kept };
}
