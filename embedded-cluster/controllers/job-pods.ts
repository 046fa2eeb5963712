/** What the Job controller asks of a Pod; `now` plays no part (pkg/controller/job). */
import { type ContainerStatus, condition, type Job, type Pod } from "./workloads.ts";

export const trackingFinalizer = "batch.kubernetes.io/job-tracking";
export const indexAnnotation = "batch.kubernetes.io/job-completion-index";
export const failureCountAnnotation = "batch.kubernetes.io/job-index-failure-count";

export const isTracked = ({ metadata }: Pod) =>
  metadata.finalizers?.includes(trackingFinalizer) ?? false;

const isDeleted = ({ metadata }: Pod) => metadata.deletionTimestamp !== undefined;

export const isSucceeded = ({ status }: Pod) => status?.phase === "Succeeded";

const isTerminal = (pod: Pod) => isSucceeded(pod) || pod.status?.phase === "Failed";

/** Neither ended nor being deleted. */
export const isActive = (pod: Pod) => !isTerminal(pod) && !isDeleted(pod);

export const isTerminating = (pod: Pod) => !isTerminal(pod) && isDeleted(pod);

export const isReady = (pod: Pod) => condition(pod, "Ready")?.status === "True";

/** Pods are replaced only once they have ended, not already when they are deleted. */
export const replacesOnlyFailed = ({ spec }: Job) => spec.podReplacementPolicy === "Failed";

/** A deleted Pod counts as failed too, unless its end is waited for. */
export function isFailed(pod: Pod, job: Job): boolean {
  if (pod.status?.phase === "Failed") return true;
  return !replacesOnlyFailed(job) && isDeleted(pod) && !isSucceeded(pod);
}

/** The completion index; null for a Pod without a valid one. */
export function indexOf({ metadata }: Pod): number | null {
  const text = metadata.annotations?.[indexAnnotation] ?? "";
  return /^\+?\d+$/.test(text) ? Number(text) : null;
}

/** How often this Pod's index had failed before it. */
export function earlierFailures({ metadata }: Pod): number {
  const text = metadata.annotations?.[failureCountAnnotation] ?? "";
  return /^\d{1,10}$/.test(text) ? Number(text) : 0;
}

export function restarts({ status }: Pod): number {
  const all = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  return all.reduce((sum, { restartCount = 0 }) => sum + restartCount, 0);
}

/** When a Pod ended, in ms; else when it stopped being ready, was deleted, or was created. */
export function finishedAt(pod: Pod): number {
  const { metadata, spec, status } = pod;
  const sidecars = new Set<string>(
    (spec?.initContainers ?? [])
      .filter((container: { restartPolicy?: string }) => container.restartPolicy === "Always")
      .map((container: { name: string }) => container.name),
  );
  const ends = [
    ...(status?.containerStatuses ?? []),
    ...(status?.initContainerStatuses ?? []).filter(({ name }) => sidecars.has(name)),
  ].map(({ state }: ContainerStatus) => Date.parse(state?.terminated?.finishedAt ?? ""));
  if (ends.length > 0 && !ends.some(Number.isNaN)) return Math.max(...ends);
  const ready = condition(pod, "Ready");
  if (ready?.status === "False" && ready.lastTransitionTime !== undefined) {
    return Date.parse(ready.lastTransitionTime);
  }
  if (metadata.deletionTimestamp !== undefined) {
    const graceMs = (metadata.deletionGracePeriodSeconds ?? 0) * 1000;
    return Date.parse(metadata.deletionTimestamp) - graceMs;
  }
  return Date.parse(metadata.creationTimestamp);
}

const phases = ["Pending", "Unknown", "Running"];

/** The Pod a Job with too many of them would rather lose comes first (client-go's ActivePods). */
export function byLeastLoss(a: Pod, b: Pod): number {
  const keys: ((pod: Pod) => number)[] = [
    (pod) => (pod.spec?.nodeName ? 1 : 0),
    (pod) => phases.indexOf(pod.status?.phase ?? "Pending"),
    (pod) => (isReady(pod) ? 1 : 0),
    (pod) => -Date.parse(isReady(pod) ? (condition(pod, "Ready")?.lastTransitionTime ?? "") : "0"),
    (pod) => -Math.max(0, ...(pod.status?.containerStatuses ?? []).map((c) => c.restartCount ?? 0)),
    (pod) => -Date.parse(pod.metadata.creationTimestamp),
  ];
  for (const key of keys) {
    const difference = key(a) - key(b);
    if (difference) return difference;
  }
  return 0;
}
