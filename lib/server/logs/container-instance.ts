import type { LogExit } from "#lib/api/logs";
import type { Pod } from "#lib/kubernetes/types";
import { printTerminated } from "#lib/printers/pod-detail";
import { containerStatus } from "#lib/server/pod-container";

/** How the instance that was read ended; null while it runs, or when the Pod is unknown. */
export function exitOf(pod: Pod | null, container: string, restartCount: number): LogExit | null {
  const status = pod && containerStatus(pod, container);
  if (!status) return null;
  // After a restart, and while it waits for one, the instance that was read is the last one.
  const isLast = (status.restartCount ?? 0) > restartCount || status.state?.waiting;
  const { terminated } = (isLast ? status.lastState : status.state) ?? {};
  return terminated ? printTerminated(terminated) : null;
}

/** How the instance before the present one ended: whose log `previous` reads. */
export function lastExitOf(pod: Pod, container: string): LogExit | null {
  const terminated = containerStatus(pod, container)?.lastState?.terminated;
  return terminated ? printTerminated(terminated) : null;
}

/** When the instance began whose log is there to read, in whole seconds; null when the Pod does not say. */
export function startOf(pod: Pod, container: string, previous: boolean): string | null {
  const { state, lastState } = containerStatus(pod, container) ?? {};
  const read = previous || state?.waiting ? lastState : state;
  return read?.running?.startedAt ?? read?.terminated?.startedAt ?? null;
}

/** Nothing starts in this Pod any more, whatever its containers wait for. */
export function isOver(pod: Pod): boolean {
  return pod.status?.phase === "Succeeded" || pod.status?.phase === "Failed";
}
