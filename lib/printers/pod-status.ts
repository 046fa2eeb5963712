import type { Instant } from "#lib/api/rows";
import type { ContainerStatus, Pod, TerminatedState } from "#lib/kubernetes/types";
import { conditionHolds } from "#lib/printers/condition";

/** READY, STATUS and RESTARTS of a Pod, which kubectl finds in one walk over its containers. */
export interface PodSummary {
  readonly ready: string;
  readonly status: string;
  readonly restarts: number;
  /** The newest end of an earlier instance of a container that counts; null when none is known. */
  readonly restarted: Instant | null;
}

/** The API server's walk since 1.35, in its own order of steps (kubectl-semantics 4). */
export function summarizePod(pod: Pod): PodSummary {
  const { spec, status } = pod;
  const sidecars = sidecarNames(pod);
  const init = walkInitContainers(pod, sidecars);
  const initialized = init.blocked === null || conditionHolds(status?.conditions, "Initialized");
  const main = initialized ? walkContainers(pod) : null;
  // Once the containers may run, ordinary init containers no longer count.
  const counted = main
    ? [...init.walked.filter(({ name }) => sidecars.has(name)), ...main.walked]
    : init.walked;
  const total = (spec?.containers?.length ?? 0) + sidecars.size;
  const reason = main?.reason ?? init.blocked ?? podReason(pod);
  return {
    ready: `${init.ready + (main?.ready ?? 0)}/${total}`,
    status: deletedStatus(pod) ?? (main ? settle(reason, main, pod) : reason),
    restarts: counted.reduce((sum, container) => sum + (container.restartCount ?? 0), 0),
    restarted: newest(counted.map((container) => container.lastState?.terminated?.finishedAt)),
  };
}

/** The init containers that keep running beside the others. */
export function sidecarNames(pod: Pod): ReadonlySet<string> {
  const restartable = (pod.spec?.initContainers ?? []).filter(
    (container) => container.restartPolicy === "Always",
  );
  return new Set(restartable.map((container) => container.name));
}

/** What the Pod says of itself before any container is looked at. */
function podReason(pod: Pod): string {
  const gated = pod.status?.conditions?.some(
    (condition) => condition.type === "PodScheduled" && condition.reason === "SchedulingGated",
  );
  return gated ? "SchedulingGated" : pod.status?.reason || pod.status?.phase || "";
}

/** A deletion outranks the containers, unless the Pod had ended before. */
function deletedStatus(pod: Pod): string | null {
  if (pod.metadata.deletionTimestamp == null) return null;
  if (pod.status?.reason === "NodeLost") return "Unknown";
  const phase = pod.status?.phase;
  return phase === "Succeeded" || phase === "Failed" ? null : "Terminating";
}

interface InitWalk {
  /** The word for the first container that holds the Pod up; null when none does. */
  readonly blocked: string | null;
  readonly ready: number;
  /** The statuses up to that container: later ones neither show nor count. */
  readonly walked: readonly ContainerStatus[];
}

function walkInitContainers(pod: Pod, sidecars: ReadonlySet<string>): InitWalk {
  const statuses = pod.status?.initContainerStatuses ?? [];
  let ready = 0;
  for (const [index, container] of statuses.entries()) {
    const ended = container.state?.terminated;
    if (ended && exitCode(ended) === 0) continue;
    if (sidecars.has(container.name) && container.started === true) {
      if (container.ready === true) ready++;
      continue;
    }
    const position = `${index}/${pod.spec?.initContainers?.length ?? 0}`;
    const waiting = container.state?.waiting?.reason;
    const busy = waiting && waiting !== "PodInitializing" ? waiting : position;
    return {
      blocked: `Init:${ended ? endReason(ended) : busy}`,
      ready,
      walked: statuses.slice(0, index + 1),
    };
  }
  return { blocked: null, ready, walked: statuses };
}

interface MainWalk {
  /** The word of the first container in the list that has one. */
  readonly reason: string | null;
  /** The word of the first container in the list that failed. */
  readonly failure: string | null;
  readonly ready: number;
  readonly walked: readonly ContainerStatus[];
}

function walkContainers(pod: Pod): MainWalk {
  const walked = pod.status?.containerStatuses ?? [];
  let reason: string | null = null;
  let failure: string | null = null;
  let ready = 0;
  for (const container of walked.toReversed()) {
    const { waiting, running, terminated } = container.state ?? {};
    if (waiting?.reason) {
      reason = waiting.reason;
    } else if (terminated) {
      reason = endReason(terminated);
      if (exitCode(terminated) !== 0) failure = reason;
    } else if (container.ready === true && running) {
      ready++;
    }
  }
  return { reason, failure, ready, walked };
}

/** `Completed` holds only if no other container runs or failed. */
function settle(reason: string, main: MainWalk, pod: Pod): string {
  if (reason !== "Completed") return reason;
  // Unlike other conditions, any True entry will do here.
  const podReady = pod.status?.conditions?.some(
    (condition) => condition.type === "Ready" && condition.status === "True",
  );
  if (main.ready > 0 && podReady) return "Running";
  return main.failure ?? (main.ready > 0 ? "NotReady" : reason);
}

function exitCode(terminated: TerminatedState): number {
  return terminated.exitCode ?? 0;
}

/** The exit code of the first container in kubectl's order that failed; null where none did. */
export function failedExitCode({ status }: Pod): number | null {
  const all = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  const codes = all.map(({ state }) => state?.terminated?.exitCode ?? 0);
  return codes.find((code) => code !== 0) ?? null;
}

function endReason(terminated: TerminatedState): string {
  if (terminated.reason) return terminated.reason;
  return terminated.signal ? `Signal:${terminated.signal}` : `ExitCode:${exitCode(terminated)}`;
}

function newest(instants: readonly (Instant | null | undefined)[]): Instant | null {
  const known = instants.filter((instant) => instant != null && !Number.isNaN(Date.parse(instant)));
  return known.reduce<Instant | null>(
    (latest, instant) =>
      instant != null && (latest === null || Date.parse(instant) > Date.parse(latest))
        ? instant
        : latest,
    null,
  );
}
