import { type Backoff, backoffMs } from "./job-backoff.ts";
import {
  byLeastLoss,
  earlierFailures,
  finishedAt,
  indexOf,
  replacesOnlyFailed,
} from "./job-pods.ts";
import type { PodOrder } from "./job-template.ts";
import { type JobView, validIndex } from "./job-view.ts";
import type { Job, Pod } from "./workloads.ts";

/** Either Pods to create or Pods to delete, never both in one sync. */
export interface Scaling {
  readonly create: readonly PodOrder[];
  /** Active Pods there are too many of; they count neither as failed nor as succeeded. */
  readonly release: readonly Pod[];
  /** When a Pod that waits for its back-off may be created. */
  readonly retryMs: number | null;
}

const nothing: Scaling = { create: [], release: [], retryMs: null };
const mostPerSync = 500;

/** How many Pods a Job that goes on shall have (`manageJob` of pkg/controller/job). */
export function scale(view: JobView, backoff: Backoff, now: number): Scaling {
  const { job, active } = view;
  if (job.spec.suspend) return { ...nothing, release: [...active] };
  const wanted = wantedPods(view);
  const release = surplus(job, active, Math.max(0, active.length - wanted));
  if (release.length > 0) return { ...nothing, release: release.slice(0, mostPerSync) };
  const terminating = replacesOnlyFailed(job) ? view.terminating.length : 0;
  const missing = Math.min(wanted - terminating - active.length, mostPerSync);
  if (missing <= 0) return nothing;
  const perIndex = job.spec.backoffLimitPerIndex !== undefined;
  const wait = perIndex ? 0 : backoffMs(backoff, now);
  if (wait > 0) return { ...nothing, retryMs: wait };
  if (view.indexes === null) {
    return { ...nothing, create: Array(missing).fill({ index: null, failures: null }) };
  }
  const { kept } = view.indexes;
  const pending = pendingIndexes(view, missing).map((index) => {
    const failed = kept.get(index);
    const failures = failed ? earlierFailures(failed) + 1 : 0;
    const lastFailure = failed ? finishedAt(failed) : 0;
    return { index, failures, wait: perIndex ? backoffMs({ failures, lastFailure }, now) : 0 };
  });
  const due = pending.filter((one) => one.wait === 0);
  if (due.length === 0 && pending.length > 0) {
    return { ...nothing, retryMs: Math.min(...pending.map((one) => one.wait)) };
  }
  return {
    ...nothing,
    create: due.map(({ index, failures }) => ({ index, failures: perIndex ? failures : null })),
  };
}

function wantedPods({ job, active, succeeded }: JobView): number {
  const { completions, parallelism } = job.spec;
  // A work queue is on its way out with the first success.
  if (completions === undefined) return succeeded > 0 ? active.length : parallelism;
  return Math.max(0, Math.min(completions - succeeded, parallelism));
}

/** Those without a place of their own, and as many more as there are too many. */
function surplus(job: Job, active: readonly Pod[], atLeast: number): Pod[] {
  const sorted = [...active].sort(byLeastLoss);
  const taken = new Set<number>();
  const misplaced = (pod: Pod) => {
    const index = validIndex(pod, job);
    if (index === null || taken.has(index)) return true;
    taken.add(index);
    return false;
  };
  // From the end: of two Pods of one index the better one stays.
  const wrong = job.spec.completionMode === "Indexed" ? sorted.toReversed().filter(misplaced) : [];
  const left = sorted.filter((pod) => !wrong.includes(pod));
  return [...wrong, ...left.slice(0, Math.max(0, atLeast - wrong.length))];
}

/** The first indexes that neither ended nor have a Pod. */
function pendingIndexes(view: JobView, count: number): number[] {
  const { job, indexes } = view;
  const busy = [...view.active, ...(replacesOnlyFailed(job) ? view.terminating : [])];
  const taken = new Set(busy.map(indexOf));
  const pending: number[] = [];
  for (let index = 0; index < (job.spec.completions ?? 0) && pending.length < count; index++) {
    const ended = indexes?.succeeded.has(index) || indexes?.failed?.has(index);
    if (!ended && !taken.has(index)) pending.push(index);
  }
  return pending;
}
