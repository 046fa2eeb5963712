import type { Job, KubernetesEvent, Pod } from "#lib/kubernetes/types";
import { type PodFailure, podFailure } from "#lib/runs/pod-failure";
import { oneLine } from "#lib/runs/server-words";

/**
 * What most of a Job's failed Pods have in common, as far as they are left to tell: `container dbt
 * exited 3 in 2 of 3 Pods`. Null where none does.
 */
export function failedPods(job: Job, pods: readonly Pod[]): string | null {
  const failures = [...pods]
    .sort((a, b) => created(b).localeCompare(created(a)))
    .filter(({ status }) => status?.phase !== "Succeeded")
    .map(podFailure)
    .filter((found) => found !== null);
  const alike = Map.groupBy(failures, ({ of, words }) => `${of} ${words}`);
  const [most] = [...alike.values()].sort((a, b) => b.length - a.length);
  const newest = most?.[0];
  if (!most || !newest) return null;
  const known = failures.length;
  return withCount(newest, most.length, known, countOf(job, known)) + newest.detail;
}

/** Of which Pods there are so many: all that failed, or those of them that are left. */
function countOf({ status }: Job, known: number): string {
  const failed = status?.failed ?? 0;
  if (failed > known) return known === 1 ? "failed Pod left" : "failed Pods left";
  return status?.succeeded ? "failed Pods" : "Pods";
}

function withCount({ of, words }: PodFailure, count: number, known: number, pods: string): string {
  const only = known === 1 && !pods.endsWith("left");
  if (of === "container") {
    if (only) return words;
    return known === 1 ? `${words} in the one ${pods}` : `${words} in ${count} of ${known} ${pods}`;
  }
  if (known === 1) return only ? `the Pod was ${words}` : `the one ${pods} was ${words}`;
  return `${count} of ${known} ${pods} ${count === 1 ? "was" : "were"} ${words}`;
}

/** Why there is nothing to read of the Pods that failed; null where none did. */
export function gonePods({ metadata, spec, status }: Job): string | null {
  const failed = status?.failed ?? 0;
  if (failed === 0) return null;
  const [pods, logs] = failed === 1 ? ["Pod", "its log"] : ["Pods", "their logs"];
  const were = failed === 1 ? "was" : "were";
  if (metadata.deletionTimestamp != null) return `its failed ${pods} ${were} deleted with it`;
  // The controller deletes the Pods that are active, and with OnFailure a failing one still is.
  if (spec?.template?.spec?.restartPolicy === "OnFailure") {
    return `its ${pods} and ${logs} were deleted when it failed (restartPolicy OnFailure)`;
  }
  const count = failed === 1 ? "" : `${failed} `;
  return `its ${count}failed ${pods} and ${logs} are gone`;
}

/** The container of a Pod that is gone which the kubelet told of; null where Events name none or several. */
export function toldContainer(
  events: readonly KubernetesEvent[],
  reason: "BackOff" | "Killing",
): string | null {
  const named = events
    .filter((event) => event.reason === reason && event.involvedObject?.kind === "Pod")
    .map((event) => messages[reason].exec(event.message ?? "")?.[1])
    .filter((name) => name !== undefined);
  const names = new Set(named);
  return names.size === 1 ? oneLine([...names].join()) : null;
}

const messages = {
  BackOff: /^Back-off restarting failed container (\S+) in pod /,
  Killing: /^Stopping container (\S+)$/,
};

const created = ({ metadata }: Pod) => metadata.creationTimestamp ?? "";
