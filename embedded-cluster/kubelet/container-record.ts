import {
  type Container,
  type ContainerState,
  isSidecar,
  type PodSpec,
  type Terminated,
} from "./pod-fields.ts";

/** What is known of one container of a Pod; its status is made of this. */
export interface ContainerRecord {
  readonly container: Container;
  readonly role: "init" | "sidecar" | "main";
  state: ContainerState;
  /** How the instance before the present one ended. */
  last: Terminated | null;
  restarts: number;
  started: boolean;
  ready: boolean;
  /** Of the newest instance; null before the first. */
  id: string | null;
}

export function recordsOf(spec: PodSpec): ContainerRecord[] {
  const initial = (spec.initContainers ?? []).map((container) => ({
    container,
    role: isSidecar(container) ? ("sidecar" as const) : ("init" as const),
  }));
  const main = spec.containers.map((container) => ({ container, role: "main" as const }));
  const reason = initial.length > 0 ? "PodInitializing" : "ContainerCreating";
  return [...initial, ...main].map((one) => ({
    ...one,
    state: { waiting: { reason } },
    last: null,
    restarts: 0,
    started: false,
    ready: false,
    id: null,
  }));
}

export const terminatedOf = (record: ContainerRecord): Terminated | null =>
  "terminated" in record.state ? record.state.terminated : null;

/** Whether a container that ended with this code is started again. */
export function restarts(
  role: ContainerRecord["role"],
  policy: string | undefined,
  exitCode: number,
): boolean {
  if (role === "sidecar") return true;
  if (policy === "Never") return false;
  return exitCode !== 0 || (role === "main" && policy !== "OnFailure");
}

const lost = {
  exitCode: 137,
  reason: "ContainerStatusUnknown",
  message: "The container could not be located when the pod was terminated",
  startedAt: null,
  finishedAt: null,
};

/**
 * The last state of a container whose Pod was stopped: one that waited for its next instance ended
 * with the one before, and one that never began counts as failed once the Pod was initialized
 * (status_manager.go).
 */
export function markEnded(record: ContainerRecord, initialized: boolean): void {
  if (terminatedOf(record)) return;
  if (record.last === null && !(initialized && record.role === "main")) return;
  record.state = { terminated: record.last ?? lost };
  record.last = null;
}

/** Whether it is ready as soon as it has started; an init container is once it has done its part. */
export function isReadyAtOnce({ started, role, container }: ContainerRecord): boolean {
  return started && role !== "init" && !container.readinessProbe;
}
