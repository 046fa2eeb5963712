import type { LogExit } from "#lib/api/log-frames";
import type { ContainerStateUnion, Pod } from "#lib/kubernetes/types";
import { containerStatus } from "#lib/server/pod-container";

/**
 * An instance of a container is numbered by how often the container was restarted before it. The log
 * of the newest is read as it is, also while the next one is waited for; of those before it only the
 * last is kept, and read with `previous=true` (kubectl-semantics 9).
 */
export interface ReadableInstance {
  readonly instance: number;
  readonly previous: boolean;
}

/** The instances whose logs are there to read, or will be, the older first. */
export function readableInstances(pod: Pod, container: string): ReadableInstance[] {
  const newest = { instance: newestInstance(pod, container), previous: false };
  const before = newest.instance - 1;
  const isKept = before >= 0 && stateOf(pod, container, before)?.terminated;
  return isKept ? [{ instance: before, previous: true }, newest] : [newest];
}

/** How the log of this instance is to be had now. */
export function waysTo(
  pod: Pod,
  container: string,
  instance: number,
): "newest" | "previous" | "gone" {
  const newest = newestInstance(pod, container);
  if (instance >= newest) return "newest";
  return stateOf(pod, container, instance) ? "previous" : "gone";
}

/** The instance `previous=true` reads; null where there is none. */
export function previousInstance(pod: Pod, container: string): number | null {
  const newest = newestInstance(pod, container);
  const { state, lastState } = containerStatus(pod, container) ?? {};
  if (!lastState?.terminated) return null;
  return hasBegun(state) ? Math.max(0, newest - 1) : newest;
}

/** What is no count of restarts counts as none: a loop over instances must end. */
export function newestInstance(pod: Pod, container: string): number {
  const count = containerStatus(pod, container)?.restartCount ?? 0;
  return Number.isSafeInteger(count) && count > 0 ? count : 0;
}

/** How the instance ended; null while it runs, and where the Pod does not say. */
export function exitOf(pod: Pod | null, container: string, instance: number): LogExit | null {
  const terminated = pod && stateOf(pod, container, instance)?.terminated;
  if (!terminated) return null;
  return {
    exitCode: terminated.exitCode ?? 0,
    signal: terminated.signal ?? 0,
    reason: terminated.reason ?? "",
    finished: terminated.finishedAt ?? null,
  };
}

/** When the instance began, in whole seconds; null where the Pod does not say. */
export function startOf(pod: Pod, container: string, instance: number): string | null {
  const { running, terminated } = stateOf(pod, container, instance) ?? {};
  return running?.startedAt ?? terminated?.startedAt ?? null;
}

/** What the Pod tells of an instance; null for one it no longer, or not yet, knows. */
function stateOf(pod: Pod, container: string, instance: number): ContainerStateUnion | null {
  const { state, lastState } = containerStatus(pod, container) ?? {};
  const newest = newestInstance(pod, container);
  const begun = hasBegun(state);
  // While a restart is waited for, the last state is that of the newest instance.
  if (instance === newest) return (begun ? state : lastState) ?? null;
  return begun && instance === newest - 1 && lastState?.terminated ? lastState : null;
}

function hasBegun(state: ContainerStateUnion | null | undefined): boolean {
  return Boolean(state?.running || state?.terminated);
}

/** Nothing starts in this Pod any more, whatever its containers wait for. */
export function isOver(pod: Pod): boolean {
  return pod.status?.phase === "Succeeded" || pod.status?.phase === "Failed";
}

/**
 * Whether another instance of the container may follow the one that ended: by its Pod's
 * restartPolicy, or its own where it has one.
 */
export function mayRestart(pod: Pod, container: string): boolean {
  if (isOver(pod) || pod.metadata.deletionTimestamp != null) return false;
  const init = pod.spec?.initContainers?.find(({ name }) => name === container);
  const own = init ?? pod.spec?.containers?.find(({ name }) => name === container);
  // An ephemeral container is started once.
  if (!own) return false;
  const policy = own.restartPolicy ?? pod.spec?.restartPolicy ?? "Always";
  const { exitCode, signal } = containerStatus(pod, container)?.state?.terminated ?? {
    exitCode: 1,
  };
  const isWell = !exitCode && !signal;
  // Those that prepare the others are done once they went well.
  if (init && init.restartPolicy !== "Always") return policy !== "Never" && !isWell;
  return policy === "Always" || (policy === "OnFailure" && !isWell);
}
