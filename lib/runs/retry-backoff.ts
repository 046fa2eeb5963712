import type { Job, Pod } from "#lib/kubernetes/types";

/** pkg/controller/job/job_controller.go: DefaultJobPodFailureBackOff, MaxJobPodFailureBackOff. */
const firstSeconds = 10;
const longestSeconds = 600;

/**
 * How long after its last failed Pod the Job gets its next one, in seconds: 10, doubled by each
 * failure since the last success, 600 at most. Null where not all of its failed Pods are left to count.
 */
export function retryBackoff(job: Job, pods: readonly Pod[]): number | null {
  const failed = pods.filter(({ status }) => status?.phase === "Failed");
  if (failed.length === 0 || failed.length !== (job.status?.failed ?? 0)) return null;
  const succeeded = pods.filter(({ status }) => status?.phase === "Succeeded");
  if (succeeded.length !== (job.status?.succeeded ?? 0)) return null;
  const lastSuccess = newest(succeeded.map(finished));
  const failures = failed.filter((pod) => finished(pod) > lastSuccess).length;
  return failures === 0 ? null : Math.min(firstSeconds * 2 ** (failures - 1), longestSeconds);
}

/** `2 of 6 retries used`; with restartPolicy OnFailure it is restarts that count. */
export function usedUp(used: number, limit: number, kind: "retry" | "restart"): string {
  const plural = kind === "retry" ? "retries" : "restarts";
  return `${Math.min(used, limit)} of ${limit} ${limit === 1 ? kind : plural} used`;
}

/** The end of its last container; empty where none tells it. */
function finished({ status }: Pod): string {
  const containers = status?.containerStatuses ?? [];
  return newest(containers.map(({ state }) => state?.terminated?.finishedAt ?? ""));
}

/** Moments of the API compare as texts. */
const newest = (moments: readonly string[]) => moments.toSorted().at(-1) ?? "";
