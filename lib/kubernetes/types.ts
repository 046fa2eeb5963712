/**
 * The fields we read of the Kubernetes API, named and nested as the API does. `resources.ts` cuts
 * objects down to these as they arrive; nothing else of them stays in memory. What the API may
 * leave out, or send as null, is optional here.
 */

/** RFC 3339. */
export type Time = string;

type Optional<T> = T | null | undefined;

export interface OwnerReference {
  readonly apiVersion?: Optional<string>;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: Optional<boolean>;
}

export interface ObjectMeta {
  readonly name: string;
  /** Empty for objects without a namespace. */
  readonly namespace: string;
  readonly uid: string;
  /** Opaque; see `store.ts` for the one comparison that is allowed. */
  readonly resourceVersion: string;
  readonly creationTimestamp?: Optional<Time>;
  readonly deletionTimestamp?: Optional<Time>;
  readonly labels?: Optional<Readonly<Record<string, string>>>;
  /** Only those that `resources.ts` names. */
  readonly annotations?: Optional<Readonly<Record<string, string>>>;
  readonly finalizers?: Optional<readonly string[]>;
  readonly ownerReferences?: Optional<readonly OwnerReference[]>;
  /** Of CronJobs alone. */
  readonly managedFields?: Optional<readonly ManagedFieldsEntry[]>;
}

/** What one writer set, with its name and the time of its last write; of the fields only spec.suspend. */
export interface ManagedFieldsEntry {
  readonly manager?: Optional<string>;
  readonly time?: Optional<Time>;
  readonly fieldsV1?: Optional<{
    readonly "f:spec"?: Optional<{ readonly "f:suspend"?: Optional<object> }>;
  }>;
}

export interface KubernetesObject {
  readonly metadata: ObjectMeta;
}

export interface ObjectCondition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: Time | null;
}

export interface LabelSelector {
  readonly matchLabels?: Optional<Readonly<Record<string, string>>>;
  readonly matchExpressions?: Optional<
    readonly {
      readonly key: string;
      readonly operator: string;
      readonly values?: Optional<readonly string[]>;
    }[]
  >;
}

export interface Container {
  readonly name: string;
  readonly image?: Optional<string>;
  /** `Always` makes an init container a sidecar. */
  readonly restartPolicy?: Optional<string>;
  /** Of a Pod's container alone; absent where no limit of memory is set. */
  readonly resources?: Optional<{
    readonly limits?: Optional<{ readonly memory?: Optional<string> }>;
  }>;
}

export interface PodTemplate {
  readonly spec?: Optional<{
    readonly restartPolicy?: Optional<string>;
    readonly containers?: Optional<readonly Container[]>;
  }>;
}

export interface JobSpec {
  readonly parallelism?: Optional<number>;
  readonly completions?: Optional<number>;
  readonly completionMode?: Optional<string>;
  readonly backoffLimit?: Optional<number>;
  readonly backoffLimitPerIndex?: Optional<number>;
  readonly maxFailedIndexes?: Optional<number>;
  readonly activeDeadlineSeconds?: Optional<number>;
  readonly ttlSecondsAfterFinished?: Optional<number>;
  readonly suspend?: Optional<boolean>;
  readonly managedBy?: Optional<string>;
  readonly selector?: Optional<LabelSelector>;
  readonly template?: Optional<PodTemplate>;
}

export interface Job extends KubernetesObject {
  readonly spec?: Optional<JobSpec>;
  readonly status?: Optional<{
    readonly active?: Optional<number>;
    readonly ready?: Optional<number>;
    readonly succeeded?: Optional<number>;
    readonly failed?: Optional<number>;
    readonly terminating?: Optional<number>;
    readonly startTime?: Optional<Time>;
    readonly completionTime?: Optional<Time>;
    readonly completedIndexes?: Optional<string>;
    readonly failedIndexes?: Optional<string>;
    readonly conditions?: Optional<readonly ObjectCondition[]>;
  }>;
}

export interface CronJob extends KubernetesObject {
  readonly spec?: Optional<{
    readonly schedule?: Optional<string>;
    readonly timeZone?: Optional<string>;
    readonly suspend?: Optional<boolean>;
    readonly concurrencyPolicy?: Optional<string>;
    readonly startingDeadlineSeconds?: Optional<number>;
    readonly successfulJobsHistoryLimit?: Optional<number>;
    readonly failedJobsHistoryLimit?: Optional<number>;
    readonly jobTemplate?: Optional<{ readonly spec?: Optional<JobSpec> }>;
  }>;
  readonly status?: Optional<{
    readonly active?: Optional<readonly { readonly name?: string; readonly uid?: string }[]>;
    readonly lastScheduleTime?: Optional<Time>;
    readonly lastSuccessfulTime?: Optional<Time>;
  }>;
}

/** At most one of the three is set; none of them means waiting. */
export interface ContainerStateUnion {
  readonly waiting?: Optional<{
    readonly reason?: Optional<string>;
    readonly message?: Optional<string>;
  }>;
  readonly running?: Optional<{ readonly startedAt?: Optional<Time> }>;
  readonly terminated?: Optional<TerminatedState>;
}

export interface TerminatedState {
  readonly exitCode?: Optional<number>;
  readonly signal?: Optional<number>;
  readonly reason?: Optional<string>;
  readonly message?: Optional<string>;
  readonly startedAt?: Optional<Time>;
  readonly finishedAt?: Optional<Time>;
}

export interface ContainerStatus {
  readonly name: string;
  readonly ready?: Optional<boolean>;
  readonly started?: Optional<boolean>;
  readonly restartCount?: Optional<number>;
  readonly state?: Optional<ContainerStateUnion>;
  readonly lastState?: Optional<ContainerStateUnion>;
}

/** What Kueue (kueue.x-k8s.io) keeps for a Job it queues, and how far that has come. */
export interface Workload extends KubernetesObject {
  readonly status?: Optional<{ readonly conditions?: Optional<readonly ObjectCondition[]> }>;
}

export interface Pod extends KubernetesObject {
  readonly spec?: Optional<{
    readonly nodeName?: Optional<string>;
    /** `Always` where it is absent. */
    readonly restartPolicy?: Optional<string>;
    readonly initContainers?: Optional<readonly Container[]>;
    readonly containers?: Optional<readonly Container[]>;
    readonly ephemeralContainers?: Optional<readonly Container[]>;
    readonly readinessGates?: Optional<readonly { readonly conditionType: string }[]>;
    readonly schedulingGates?: Optional<readonly { readonly name: string }[]>;
  }>;
  readonly status?: Optional<{
    readonly phase?: Optional<string>;
    readonly reason?: Optional<string>;
    readonly message?: Optional<string>;
    readonly podIP?: Optional<string>;
    readonly podIPs?: Optional<readonly { readonly ip?: Optional<string> }[]>;
    readonly nominatedNodeName?: Optional<string>;
    readonly conditions?: Optional<readonly ObjectCondition[]>;
    readonly initContainerStatuses?: Optional<readonly ContainerStatus[]>;
    readonly containerStatuses?: Optional<readonly ContainerStatus[]>;
    readonly ephemeralContainerStatuses?: Optional<readonly ContainerStatus[]>;
  }>;
}

export type Namespace = KubernetesObject;

export interface KubernetesEvent extends KubernetesObject {
  readonly type?: Optional<string>;
  readonly reason?: Optional<string>;
  readonly message?: Optional<string>;
  readonly involvedObject?: Optional<{
    readonly kind?: Optional<string>;
    readonly name?: Optional<string>;
    readonly uid?: Optional<string>;
  }>;
  readonly count?: Optional<number>;
  readonly firstTimestamp?: Optional<Time>;
  readonly lastTimestamp?: Optional<Time>;
  readonly eventTime?: Optional<Time>;
  readonly series?: Optional<{
    readonly count?: Optional<number>;
    readonly lastObservedTime?: Optional<Time>;
  }>;
}

/** The API server's answer when it does not give what was asked for. */
export interface Status {
  readonly kind?: Optional<string>;
  readonly message?: Optional<string>;
  readonly reason?: Optional<string>;
  readonly code?: Optional<number>;
  readonly metadata?: Optional<{ readonly continue?: Optional<string> }>;
  readonly details?: Optional<{
    readonly name?: Optional<string>;
    readonly kind?: Optional<string>;
    readonly retryAfterSeconds?: Optional<number>;
    readonly causes?: Optional<
      readonly {
        readonly reason?: Optional<string>;
        readonly message?: Optional<string>;
        readonly field?: Optional<string>;
      }[]
    >;
  }>;
}
