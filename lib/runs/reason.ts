import type { Reason } from "#lib/api/runs";
import type { Job, KubernetesEvent, Pod, Workload } from "#lib/kubernetes/types";
import { conditionOf } from "#lib/runs/job-condition";
import { jobFailure } from "#lib/runs/job-failure";
import { jobWaiting } from "#lib/runs/job-waiting";

/** How long what is being deleted is believed to go by itself; looked at again then. */
const deletionMs = 15_000;

/**
 * Why a Job failed, or else what it waits for or is stuck at; null for one that is well. `pods` are
 * null where nobody knows them; `workload` is what Kueue keeps of the Job; `until` is when it may be another though nothing changed.
 */
export function reasonOf(
  job: Job,
  pods: readonly Pod[] | null,
  events: readonly KubernetesEvent[],
  now: number,
  workload: Workload | null = null,
): { readonly reason: Reason | null; readonly until: number | null } {
  const going = [job, ...(pods ?? [])].some(({ metadata }) => metadata.deletionTimestamp != null);
  const until = going ? now + deletionMs : null;
  if (conditionOf(job, "Complete") && !going) return { reason: null, until };
  const reason = jobFailure(job, pods, events) ?? jobWaiting(job, pods, events, now, workload);
  return { reason, until };
}
