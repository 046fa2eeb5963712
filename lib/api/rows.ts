/**
 * What the server projects from cluster objects: plain data in the table's words. A row holds
 * instants (RFC 3339 as the API server wrote them), never ages; `lib/printers` turns a row and the
 * present moment into the cells kubectl prints.
 */

/** RFC 3339, for example `2026-03-10T12:00:00Z`. */
export type Instant = string;

export interface OwnerRef {
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
}

interface ObjectRow {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** metadata.creationTimestamp; null prints `<unknown>`. */
  readonly created: Instant | null;
  /** The controlling owner, when there is one. */
  readonly owner: OwnerRef | null;
  /** metadata.deletionTimestamp is set. */
  readonly deleting: boolean;
}

/** Names and images of spec.template.spec.containers, as kubectl joins them; `-o wide` only. */
interface TemplateCells {
  readonly containers: string;
  readonly images: string;
  /** The Job's label selector as kubectl writes it; empty prints `<none>`. */
  readonly selector: string;
}

export interface CronJobRow extends ObjectRow, TemplateCells {
  readonly schedule: string;
  /** spec.timeZone verbatim; null prints `<none>`. */
  readonly timeZone: string | null;
  /** spec.suspend; null prints `<unset>`. */
  readonly suspend: boolean | null;
  readonly active: number;
  /** status.lastScheduleTime; null prints `<none>`. */
  readonly lastSchedule: Instant | null;
}

export interface JobRow extends ObjectRow, TemplateCells {
  /** kubectl's STATUS word. */
  readonly status: string;
  /** kubectl's COMPLETIONS, for example `0/1 of 3`. */
  readonly completions: string;
  readonly started: Instant | null;
  /** status.completionTime. */
  readonly completed: Instant | null;
  /** spec.suspend, which the buttons act on; STATUS follows the condition instead. */
  readonly suspend: boolean;
}

export interface PodRow extends ObjectRow {
  /** kubectl's READY, for example `1/2`. */
  readonly ready: string;
  /** kubectl's STATUS word. */
  readonly status: string;
  readonly restarts: number;
  /** The newest finish time behind `(5m ago)`; null prints no parenthesis. */
  readonly restarted: Instant | null;
  /** This and the three below are for `-o wide`; empty prints `<none>`. */
  readonly ip: string;
  readonly node: string;
  readonly nominatedNode: string;
  readonly readinessGates: string;
  /** The container `kubectl logs` would choose. */
  readonly defaultContainer: string | null;
  /** The index of an Indexed Job it works on; null for any other Pod. */
  readonly index: number | null;
  /** How often that index had failed before; null where the Job does not count it. */
  readonly failures: number | null;
  /** status.phase once it ended; null before, and without an index. */
  readonly ended: "Succeeded" | "Failed" | null;
  /** The exit code of the container that failed; null where none did. */
  readonly exitCode: number | null;
}

/** One entry of status.conditions. */
export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  readonly since: Instant | null;
}

/** What the Job page says beside the row. */
export interface JobDetail {
  readonly uid: string;
  readonly parallelism: number | null;
  readonly completions: number | null;
  readonly backoffLimit: number | null;
  readonly activeDeadlineSeconds: number | null;
  readonly ttlSecondsAfterFinished: number | null;
  readonly completionMode: string;
  /** Indexes as the API writes them, for example `1,3-5,7`; empty for none. */
  readonly completedIndexes: string;
  readonly failedIndexes: string;
  readonly backoffLimitPerIndex: number | null;
  readonly maxFailedIndexes: number | null;
  readonly active: number;
  readonly ready: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly terminating: number;
  readonly conditions: readonly Condition[];
  /** Made by hand with `kubectl create job --from`. */
  readonly manual: boolean;
}

/** What the CronJob page says beside the row. */
export interface CronJobDetail {
  readonly uid: string;
  readonly concurrencyPolicy: string;
  readonly startingDeadlineSeconds: number | null;
  readonly successfulJobsHistoryLimit: number | null;
  readonly failedJobsHistoryLimit: number | null;
  readonly lastSuccessful: Instant | null;
}

export type ContainerRole = "init" | "sidecar" | "container" | "ephemeral";

/** One container of a Pod with its present and its last state. */
export interface ContainerRow {
  readonly name: string;
  readonly role: ContainerRole;
  readonly image: string;
  readonly ready: boolean;
  readonly restarts: number;
  readonly state: ContainerState;
  /** lastState, when an earlier instance ended: the one `logs --previous` reads. */
  readonly last: ContainerState | null;
}

export type ContainerState =
  | { readonly kind: "waiting"; readonly reason: string; readonly message: string }
  | { readonly kind: "running"; readonly started: Instant | null }
  | {
      readonly kind: "terminated";
      readonly reason: string;
      readonly message: string;
      readonly exitCode: number;
      readonly signal: number;
      readonly started: Instant | null;
      readonly finished: Instant | null;
    };

/** What the Pod page says beside the row. */
export interface PodDetail {
  readonly uid: string;
  readonly phase: string;
  /** status.reason and status.message, empty when absent. */
  readonly reason: string;
  readonly message: string;
  readonly conditions: readonly Condition[];
  readonly containers: readonly ContainerRow[];
}

/** One Event about an object. */
export interface EventRow {
  readonly uid: string;
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  /** For example `job/echo`. */
  readonly object: string;
  readonly count: number;
  readonly lastSeen: Instant | null;
}

/** `namespace/name`, the identity of a row on screen; byte order of it is kubectl's order. */
export function keyOf(row: { readonly namespace: string; readonly name: string }): string {
  return `${row.namespace}/${row.name}`;
}

/** What the spec of a Pod says of it, fetched when its page is opened: it does not change. */
export interface PodFacts {
  /** Init containers first. */
  readonly containers: readonly ContainerFacts[];
  readonly volumes: readonly VolumeFact[];
  /** Empty where there is none, as the two below. */
  readonly serviceAccount: string;
  readonly priorityClass: string;
  readonly restartPolicy: string;
}

export interface ContainerFacts {
  readonly name: string;
  /** For example `cpu 100m, memory 64Mi`; empty for none. */
  readonly requests: string;
  readonly limits: string;
  /** In the words of `kubectl describe`. */
  readonly probes: readonly string[];
  readonly mounts: readonly {
    readonly volume: string;
    readonly path: string;
    readonly readOnly: boolean;
  }[];
}

export interface VolumeFact {
  readonly name: string;
  /** The API's field: `configMap`, `secret`, `persistentVolumeClaim`, `emptyDir`. */
  readonly kind: string;
  /** The object it is from; empty where it is from none. */
  readonly source: string;
}
