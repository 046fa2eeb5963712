import { type ContainerRecord, restarts, terminatedOf } from "./container-record.ts";
import { pulledImage } from "./image.ts";
import type { Container, Pod, PodCondition, PodStatus } from "./pod-fields.ts";
import { podPhase } from "./pod-phase.ts";

/** Why a Pod was ended that would have gone on. */
export interface Verdict {
  readonly reason: string;
  readonly message: string;
}

/** What is known of a Pod beside its containers. */
export interface PodFacts {
  /** RFC 3339. */
  readonly startTime: string;
  readonly hostIP: string;
  readonly podIP: string | null;
  readonly sandbox: "none" | "ready" | "gone";
  /** Nothing of it runs any more, or ever will. */
  readonly ended: boolean;
  /** Why it was ended, where it did not end by itself or by deletion. */
  readonly verdict: Verdict | null;
  /** Whether the end was asked for: containers may have been left unstarted. */
  readonly stopped: boolean;
}

const owned = new Set([
  "PodReadyToStartContainers",
  "Initialized",
  "Ready",
  "ContainersReady",
  "PodScheduled",
]);

/** The status a kubelet reports (status/generate.go, kubelet_pods.go); `now` is RFC 3339. */
export function podStatus(
  pod: Pod,
  records: readonly ContainerRecord[],
  facts: PodFacts,
  now: string,
): PodStatus {
  const before = pod.status ?? {};
  const policy = pod.spec.restartPolicy;
  const phase = facts.verdict ? "Failed" : podPhase(records, policy, facts.ended && facts.stopped);
  // A final phase is kept back until nothing runs any more.
  const final = phase === "Succeeded" || phase === "Failed";
  const reported = final && !facts.ended ? (before.phase ?? "Pending") : phase;
  const generation = pod.metadata.generation;
  const observed = generation === undefined ? {} : { observedGeneration: generation };
  const conditions = [...disruption(facts), ...ownConditions(pod, records, facts, phase)].map(
    (condition) => transitioned({ ...condition, ...observed }, before.conditions, now),
  );
  const kept = (before.conditions ?? []).filter(
    ({ type }) => !owned.has(type) && !conditions.some((other) => other.type === type),
  );
  const statuses = (main: boolean) =>
    records.filter(({ role }) => (role === "main") === main).map(containerStatus);
  return {
    ...(before.qosClass ? { qosClass: before.qosClass } : {}),
    ...observed,
    phase: reported,
    ...(facts.ended && facts.verdict ? facts.verdict : {}),
    conditions: [...kept, ...conditions],
    hostIP: facts.hostIP,
    hostIPs: [{ ip: facts.hostIP }],
    ...(facts.podIP ? { podIP: facts.podIP, podIPs: [{ ip: facts.podIP }] } : {}),
    startTime: facts.startTime,
    ...(pod.spec.initContainers?.length ? { initContainerStatuses: statuses(false) } : {}),
    containerStatuses: statuses(true),
    resources: {},
  };
}

function containerStatus(record: ContainerRecord): object {
  const { container, state, last, restarts: restartCount, ready, started, id } = record;
  const image = container.image ?? "";
  return {
    name: container.name,
    state,
    lastState: last ? { terminated: last } : {},
    ready,
    started,
    restartCount,
    ...(id === null ? { image, imageID: "" } : { ...pulledImage(image), containerID: id }),
    ...(id === null ? {} : { resources: container.resources ?? {} }),
    ...mounted(container),
  };
}

/** Which of the mounts are read-only all the way down: none, unless that was asked for. */
function mounted({ volumeMounts = [] }: Container): object {
  if (volumeMounts.length === 0) return {};
  return {
    volumeMounts: volumeMounts.map(({ name, mountPath, readOnly }) => ({
      name,
      mountPath,
      ...(readOnly ? { readOnly, recursiveReadOnly: "Disabled" } : {}),
    })),
  };
}

type Told = Pick<PodCondition, "type" | "status" | "reason" | "message">;

function ownConditions(
  pod: Pod,
  records: readonly ContainerRecord[],
  facts: PodFacts,
  phase: string,
): Told[] {
  const ready = containersReady(records, phase);
  return [
    sandboxReady(facts.sandbox),
    initialized(records, phase),
    { type: "Ready", ...(ready.status === "True" ? gatesPassed(pod) : ready) },
    { type: "ContainersReady", ...ready },
    { type: "PodScheduled", status: "True" },
  ];
}

function sandboxReady(sandbox: PodFacts["sandbox"]): Told {
  const type = "PodReadyToStartContainers";
  if (sandbox === "ready") return { type, status: "True" };
  const message = sandbox === "none" ? "no pod sandbox exists" : "pod sandbox is not ready";
  return { type, status: "False", reason: "PodSandboxNotReady", message };
}

const names = (records: readonly ContainerRecord[]) =>
  `[${records.map(({ container }) => container.name).join(" ")}]`;

function initialized(records: readonly ContainerRecord[], phase: string): Told {
  const type = "Initialized";
  if (phase === "Succeeded") return { type, status: "True", reason: "PodCompleted" };
  const begun = records.some(({ role, id }) => role === "main" && id !== null);
  const incomplete = records.filter(
    (record) =>
      (record.role === "sidecar" && !record.started) || (record.role === "init" && !record.ready),
  );
  if (begun || incomplete.length === 0) return { type, status: "True" };
  const message = `containers with incomplete status: ${names(incomplete)}`;
  return { type, status: "False", reason: "ContainersNotInitialized", message };
}

function containersReady(records: readonly ContainerRecord[], phase: string) {
  if (phase === "Succeeded") return { status: "False", reason: "PodCompleted" };
  if (phase === "Failed") return { status: "False", reason: "PodFailed" };
  const unready = records.filter(({ role, ready }) => role !== "init" && !ready);
  if (unready.length === 0) return { status: "True" };
  const message = `containers with unready status: ${names(unready)}`;
  return { status: "False", reason: "ContainersNotReady", message };
}

function gatesPassed(pod: Pod) {
  const messages = (pod.spec.readinessGates ?? []).flatMap(({ conditionType }) => {
    const status = pod.status?.conditions?.find(({ type }) => type === conditionType)?.status;
    if (status === "True") return [];
    return status === undefined
      ? `corresponding condition of pod readiness gate "${conditionType}" does not exist.`
      : `the status of pod readiness gate "${conditionType}" is not "True", but ${status}`;
  });
  if (messages.length === 0) return { status: "True" };
  return { status: "False", reason: "ReadinessGatesNotReady", message: messages.join(", ") };
}

function disruption({ verdict }: PodFacts): Told[] {
  if (verdict?.reason !== "Evicted") return [];
  const { message } = verdict;
  return [{ type: "DisruptionTarget", status: "True", reason: "TerminationByKubelet", message }];
}

/** A condition keeps its time while its status stays. */
function transitioned(
  condition: Told,
  before: readonly PodCondition[] | undefined,
  now: string,
): PodCondition {
  const old = before?.find(({ type }) => type === condition.type);
  const same = old?.status === condition.status && old.lastTransitionTime;
  return { ...condition, lastProbeTime: null, lastTransitionTime: same || now };
}

/** Whether an init container has failed for good. */
export function initFailed(record: ContainerRecord, policy: string | undefined): boolean {
  const exitCode = terminatedOf(record)?.exitCode ?? 0;
  return exitCode !== 0 && !restarts(record.role, policy, exitCode);
}
