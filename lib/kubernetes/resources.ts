import { type Fields, reduce, type Shape } from "#lib/kubernetes/reduction";
import type {
  CronJob,
  Job,
  KubernetesEvent,
  Namespace,
  Pod,
  Workload,
} from "#lib/kubernetes/types";

/** How a kind is found in the API, and what of its objects is kept. */
export interface Resource<T> {
  /** The plural of the URL. */
  readonly plural: "cronjobs" | "jobs" | "pods" | "namespaces" | "events" | "workloads";
  readonly kind: string;
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly namespaced: boolean;
  /** Who wrote what of an object is kept too. */
  readonly keepsManagedFields: boolean;
  /** The object with only the fields of `types.ts`. @throws UnreadableObject without name and uid. */
  reduce(raw: unknown): T;
}

/** An object that cannot be told from others: it is skipped and counted. */
export class UnreadableObject extends Error {}

const metadata: Fields = {
  name: "string",
  namespace: "string",
  uid: "string",
  resourceVersion: "string",
  creationTimestamp: "string",
  deletionTimestamp: "string",
  labels: "texts",
  annotations: {
    only: [
      "batch.kubernetes.io/cronjob-scheduled-timestamp",
      "batch.kubernetes.io/job-completion-index",
      "batch.kubernetes.io/job-index-failure-count",
      "cronjob.kubernetes.io/instantiate",
      "kubectl.kubernetes.io/default-container",
      "batchboard/suspended-by",
      "batchboard/suspended-at",
      "batchboard/suspended-reason",
      "batchboard/suspended-until",
    ],
  },
  finalizers: "list",
  ownerReferences: {
    each: {
      apiVersion: "string",
      kind: "string",
      name: "string",
      uid: "string",
      controller: "boolean",
    },
  },
};

const conditions: Shape = {
  each: {
    type: "string",
    status: "string",
    reason: "string",
    message: "string",
    lastTransitionTime: "string",
  },
};
const container: Fields = { name: "string", image: "string", restartPolicy: "string" };
const containers: Shape = {
  each: { ...container, resources: { some: { limits: { some: { memory: "string" } } } } },
};
const jobSpec: Fields = {
  parallelism: "number",
  completions: "number",
  completionMode: "string",
  backoffLimit: "number",
  backoffLimitPerIndex: "number",
  maxFailedIndexes: "number",
  activeDeadlineSeconds: "number",
  ttlSecondsAfterFinished: "number",
  suspend: "boolean",
  managedBy: "string",
  selector: {
    fields: {
      matchLabels: "texts",
      matchExpressions: { each: { key: "string", operator: "string", values: "list" } },
    },
  },
  template: {
    fields: { spec: { fields: { restartPolicy: "string", containers: { each: container } } } },
  },
};
const containerState: Shape = {
  fields: {
    waiting: { fields: { reason: "string", message: "string" } },
    running: { fields: { startedAt: "string" } },
    terminated: {
      fields: {
        exitCode: "number",
        signal: "number",
        reason: "string",
        message: "string",
        startedAt: "string",
        finishedAt: "string",
      },
    },
  },
};
const containerStatuses: Shape = {
  each: {
    name: "string",
    ready: "boolean",
    started: "boolean",
    restartCount: "number",
    state: containerState,
    lastState: containerState,
  },
};

/** Who set spec.suspend, and when: the API tells it nowhere else. */
const suspendedBy: Shape = {
  each: {
    manager: "string",
    time: "string",
    fieldsV1: { fields: { "f:spec": { fields: { "f:suspend": { fields: {} } } } } },
  },
};

/** batch/v1 since 1.21, batch/v1beta1 before: discovery says which (kubectl-semantics 7.5). */
export function cronJobs(version: "v1" | "v1beta1"): Resource<CronJob> {
  return resource<CronJob>("cronjobs", "CronJob", "batch", version, {
    metadata: { fields: { ...metadata, managedFields: suspendedBy } },
    spec: {
      fields: {
        schedule: "string",
        timeZone: "string",
        suspend: "boolean",
        concurrencyPolicy: "string",
        startingDeadlineSeconds: "number",
        successfulJobsHistoryLimit: "number",
        failedJobsHistoryLimit: "number",
        jobTemplate: { fields: { spec: { fields: jobSpec } } },
      },
    },
    status: {
      fields: {
        active: { each: { name: "string", uid: "string" } },
        lastScheduleTime: "string",
        lastSuccessfulTime: "string",
      },
    },
  });
}

export const jobs: Resource<Job> = resource<Job>("jobs", "Job", "batch", "v1", {
  spec: { fields: jobSpec },
  status: {
    fields: {
      active: "number",
      ready: "number",
      succeeded: "number",
      failed: "number",
      terminating: "number",
      startTime: "string",
      completionTime: "string",
      completedIndexes: "string",
      failedIndexes: "string",
      conditions,
    },
  },
});

export const pods: Resource<Pod> = resource<Pod>("pods", "Pod", "", "v1", {
  spec: {
    fields: {
      nodeName: "string",
      restartPolicy: "string",
      initContainers: containers,
      containers,
      ephemeralContainers: containers,
      readinessGates: { each: { conditionType: "string" } },
      schedulingGates: { each: { name: "string" } },
    },
  },
  status: {
    fields: {
      phase: "string",
      reason: "string",
      message: "string",
      podIP: "string",
      podIPs: { each: { ip: "string" } },
      nominatedNodeName: "string",
      conditions,
      initContainerStatuses: containerStatuses,
      containerStatuses,
      ephemeralContainerStatuses: containerStatuses,
    },
  },
});

export const namespaces: Resource<Namespace> = {
  ...resource<Namespace>("namespaces", "Namespace", "", "v1", {}),
  namespaced: false,
};

export const events: Resource<KubernetesEvent> = resource<KubernetesEvent>(
  "events",
  "Event",
  "",
  "v1",
  {
    type: "string",
    reason: "string",
    message: "string",
    involvedObject: { fields: { kind: "string", name: "string", uid: "string" } },
    count: "number",
    firstTimestamp: "string",
    lastTimestamp: "string",
    eventTime: "string",
    series: { fields: { count: "number", lastObservedTime: "string" } },
  },
);

/** Where Kueue keeps what it queues; the version is the one the cluster prefers. */
export function workloads(version: string): Resource<Workload> {
  return resource<Workload>("workloads", "Workload", "kueue.x-k8s.io", version, {
    status: { fields: { conditions } },
  });
}

function resource<T>(
  plural: Resource<T>["plural"],
  kind: string,
  group: string,
  version: string,
  fields: Fields,
): Resource<T> {
  const shape = { fields: { metadata: { fields: metadata }, ...fields } };
  return {
    plural,
    kind,
    group,
    version,
    namespaced: true,
    keepsManagedFields: "managedFields" in shape.fields.metadata.fields,
    reduce: (raw) => reduceObject<T>(raw, shape, kind),
  };
}

function reduceObject<T>(raw: unknown, shape: Shape, kind: string): T {
  const reduced = reduce(raw, shape) as { metadata?: Record<string, unknown> } | undefined;
  const meta = reduced?.metadata;
  if (!reduced || !meta?.name || !meta.uid) {
    throw new UnreadableObject(`a ${kind} without name or uid`);
  }
  meta.namespace ??= "";
  meta.resourceVersion ??= "";
  // The shape holds exactly the fields of T, each with its type or absent; types.ts makes them optional.
  return reduced as T;
}
