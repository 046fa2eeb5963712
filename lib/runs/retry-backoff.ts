import type { Job, Pod } from "#lib/kubernetes/types";
import { type Text, text } from "#lib/texts/text";

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
export function usedUp(count: number, limit: number, kind: "retry" | "restart"): Text {
  const used = Math.min(count, limit);
  if (kind === "retry") {
    return limit === 1
      ? text("{used} of {limit} retry used", { used, limit })
      : text("{used} of {limit} retries used", { used, limit });
  }
  return limit === 1
    ? text("{used} of {limit} restart used", { used, limit })
    : text("{used} of {limit} restarts used", { used, limit });
}

/** The end of its last container; empty where none tells it. */
function finished({ status }: Pod): string {
  const containers = status?.containerStatuses ?? [];
  return newest(containers.map(({ state }) => state?.terminated?.finishedAt ?? ""));
}

/** Moments of the API compare as texts. */
const newest = (moments: readonly string[]) => moments.toSorted().at(-1) ?? "";
