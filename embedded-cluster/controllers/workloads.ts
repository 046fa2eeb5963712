/** The fields of Jobs, CronJobs and Pods that the controllers read and write, as the API names them. */
import type { LabelSelector } from "../label-selector.ts";
import type { ApiObject, ObjectMeta, OwnerReference } from "../objects.ts";

export interface Condition {
  readonly type: string;
  readonly status: "True" | "False" | "Unknown";
  readonly lastProbeTime?: string;
  readonly lastTransitionTime?: string;
  readonly reason?: string;
  readonly message?: string;
}

export interface PodTemplate {
  readonly metadata?: Partial<ObjectMeta>;
  // biome-ignore lint/suspicious/noExplicitAny: handed on as it is, but for the fields a Job adds
  readonly spec: { readonly [field: string]: any };
}

export interface JobStatus {
  active?: number;
  ready?: number;
  succeeded?: number;
  failed?: number;
  terminating?: number;
  startTime?: string;
  completionTime?: string;
  completedIndexes?: string;
  failedIndexes?: string;
  conditions?: Condition[];
  uncountedTerminatedPods?: { succeeded?: string[]; failed?: string[] };
}

/** As the API server has defaulted it. */
export interface JobSpec {
  readonly parallelism: number;
  readonly completions?: number;
  readonly completionMode?: string;
  readonly backoffLimit: number;
  readonly backoffLimitPerIndex?: number;
  readonly maxFailedIndexes?: number;
  readonly activeDeadlineSeconds?: number;
  readonly ttlSecondsAfterFinished?: number;
  readonly suspend?: boolean;
  readonly podReplacementPolicy?: string;
  readonly managedBy?: string;
  readonly selector: LabelSelector;
  readonly template: PodTemplate;
}

export interface Job extends ApiObject {
  spec: JobSpec;
  status?: JobStatus;
}

export interface JobReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
}

export interface CronJobStatus {
  active?: JobReference[];
  lastScheduleTime?: string;
  lastSuccessfulTime?: string;
}

export interface CronJobSpec {
  readonly schedule: string;
  readonly timeZone?: string;
  readonly startingDeadlineSeconds?: number;
  readonly concurrencyPolicy?: string;
  readonly suspend?: boolean;
  readonly successfulJobsHistoryLimit?: number;
  readonly failedJobsHistoryLimit?: number;
  readonly jobTemplate: { readonly metadata?: Partial<ObjectMeta>; readonly spec: JobSpec };
}

export interface CronJob extends ApiObject {
  spec: CronJobSpec;
  status?: CronJobStatus;
}

export interface ContainerStatus {
  readonly name: string;
  readonly restartCount?: number;
  readonly state?: { readonly terminated?: { readonly finishedAt?: string } };
}

export interface Pod extends ApiObject {
  status?: {
    readonly phase?: string;
    readonly conditions?: readonly Condition[];
    readonly containerStatuses?: readonly ContainerStatus[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
  };
}

export { instant } from "../objects.ts";

/** The owner reference of what `owner` controls. */
export function controllerReference({ apiVersion, kind, metadata }: ApiObject): OwnerReference {
  const { name, uid } = metadata;
  return { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
}

/** The one owner that manages the object. */
export function controllerOf({ metadata }: ApiObject): OwnerReference | undefined {
  return metadata.ownerReferences?.find((reference) => reference.controller === true);
}

export function condition(
  { status }: { status?: { conditions?: readonly Condition[] } },
  type: string,
): Condition | undefined {
  return status?.conditions?.find((one) => one.type === type);
}

/** `Complete` or `Failed` once a Job has ended, null before. */
export function finishedAs(job: Job): "Complete" | "Failed" | null {
  for (const { type, status } of job.status?.conditions ?? []) {
    if ((type === "Complete" || type === "Failed") && status === "True") return type;
  }
  return null;
}
