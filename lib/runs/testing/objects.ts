import type {
  ContainerStatus,
  Job,
  KubernetesEvent,
  ObjectCondition,
  Pod,
} from "#lib/kubernetes/types";

/** Jobs, Pods and Events as tests write them: only what a case is about, the rest as usual. */

export interface PodParts {
  readonly name?: string;
  readonly created?: string;
  readonly deleted?: string;
  readonly finalizers?: readonly string[];
  readonly spec?: Pod["spec"];
  readonly status?: Pod["status"];
}

export function pod({ name = "etl-1", created, deleted, finalizers, spec, status }: PodParts): Pod {
  return {
    metadata: {
      ...named(name),
      ...(created ? { creationTimestamp: created } : {}),
      ...(deleted ? { deletionTimestamp: deleted } : {}),
      ...(finalizers ? { finalizers } : {}),
    },
    spec: { nodeName: "node-1", containers: [{ name: "main" }], ...spec },
    status: { phase: "Failed", ...status },
  };
}

/** A Pod whose one container ended with this code. */
export function exited(exitCode: number, more: PodParts = {}): Pod {
  const containerStatuses = [ended("main", { exitCode })];
  return pod({ ...more, status: { containerStatuses, ...more.status } });
}

type Ended = NonNullable<NonNullable<ContainerStatus["state"]>["terminated"]>;

export function ended(name: string, terminated: Ended): ContainerStatus {
  return { name, state: { terminated: { reason: "Error", ...terminated } } };
}

export function waiting(name: string, reason: string, message?: string): ContainerStatus {
  return { name, state: { waiting: { reason, ...(message ? { message } : {}) } } };
}

export function job(
  spec: Job["spec"] = {},
  status: Job["status"] = {},
  metadata: Partial<Job["metadata"]> = {},
): Job {
  return {
    metadata: { ...named("etl"), ...metadata },
    spec: { parallelism: 1, completions: 1, backoffLimit: 6, ...spec },
    status: { startTime: "2026-11-29T12:00:00Z", ...status },
  };
}

export function holds(type: string, reason = "", message = ""): ObjectCondition {
  return { type, status: "True", reason, message };
}

export function event(
  kind: "Job" | "Pod",
  about: Job | Pod,
  reason: string,
  message: string,
  lastTimestamp = "2026-11-29T12:00:00Z",
): KubernetesEvent {
  const { name, uid } = about.metadata;
  const involvedObject = { kind, name, uid };
  return { metadata: named("e"), reason, message, involvedObject, lastTimestamp };
}

const named = (name: string) => ({
  name,
  namespace: "data",
  uid: `uid-of-${name}`,
  resourceVersion: "1",
});
