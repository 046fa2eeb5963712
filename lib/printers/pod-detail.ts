import type { ContainerRole, ContainerRow, ContainerState, PodDetail } from "#lib/api/rows";
import type {
  Container,
  ContainerStateUnion,
  ContainerStatus,
  Pod,
  TerminatedState,
} from "#lib/kubernetes/types";
import { conditionRows } from "#lib/printers/condition";
import { sidecarNames } from "#lib/printers/pod-status";

/** What the Pod page says beside the row; containers in the order `kubectl describe` lists them. */
export function podDetail(pod: Pod): PodDetail {
  const { spec, status } = pod;
  const sidecars = sidecarNames(pod);
  return {
    uid: pod.metadata.uid,
    phase: status?.phase ?? "",
    reason: status?.reason ?? "",
    message: status?.message ?? "",
    conditions: conditionRows(status?.conditions),
    containers: [
      ...containerRows(spec?.initContainers, status?.initContainerStatuses, (name) =>
        sidecars.has(name) ? "sidecar" : "init",
      ),
      ...containerRows(spec?.containers, status?.containerStatuses, () => "container"),
      ...containerRows(
        spec?.ephemeralContainers,
        status?.ephemeralContainerStatuses,
        () => "ephemeral",
      ),
    ],
  };
}

function containerRows(
  containers: readonly Container[] | null | undefined,
  statuses: readonly ContainerStatus[] | null | undefined,
  role: (name: string) => ContainerRole,
): ContainerRow[] {
  return (containers ?? []).map(({ name, image }) => {
    const status = statuses?.find((candidate) => candidate.name === name);
    return {
      name,
      role: role(name),
      image: image ?? "",
      ready: status?.ready ?? false,
      restarts: status?.restartCount ?? 0,
      state: containerState(status?.state) ?? { kind: "waiting", reason: "", message: "" },
      last: containerState(status?.lastState),
    };
  });
}

/** The one state that is set; null where none is, which means waiting for a present state. */
function containerState(state: ContainerStateUnion | null | undefined): ContainerState | null {
  const { waiting, running, terminated } = state ?? {};
  if (terminated) return printTerminated(terminated);
  if (running) return { kind: "running", started: running.startedAt ?? null };
  if (!waiting) return null;
  return { kind: "waiting", reason: waiting.reason ?? "", message: waiting.message ?? "" };
}

/** How an instance of a container ended. */
function printTerminated(
  terminated: TerminatedState,
): Extract<ContainerState, { kind: "terminated" }> {
  return {
    kind: "terminated",
    reason: terminated.reason ?? "",
    message: terminated.message ?? "",
    exitCode: terminated.exitCode ?? 0,
    signal: terminated.signal ?? 0,
    started: terminated.startedAt ?? null,
    finished: terminated.finishedAt ?? null,
  };
}
