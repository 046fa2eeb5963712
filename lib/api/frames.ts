import type { ApiError } from "#lib/api/errors";
import type { Attention, DayAhead, FailedRun, Overview } from "#lib/api/overview";
import type {
  CronJobDetail,
  CronJobRow,
  EventRow,
  Instant,
  JobDetail,
  JobRow,
  PodDetail,
  PodRow,
} from "#lib/api/rows";
import type { Outlook, Reason, RunHistory } from "#lib/api/runs";
import type { Text } from "#lib/texts/text";

/**
 * The watch stream of a view (`GET /api/watch?<scope>[&after=<event id>][&once=1]`, server-sent events). A
 * connection begins with a `snapshot`, or with the deltas that came after the event it has already;
 * `delta`s follow; `heartbeat`s are named events so that a script can
 * tell a quiet stream from a dead one. With `once` the stream ends after what it begins with. Rows
 * travel as tuples (`row-tuples.ts`).
 */

/** The tables a view can carry. An object view carries its own object as a table of one row. */
export interface Tables {
  readonly cronjobs: readonly CronJobRow[];
  readonly jobs: readonly JobRow[];
  readonly pods: readonly PodRow[];
}
export type TableName = keyof Tables;
export const tableNames: readonly TableName[] = ["cronjobs", "jobs", "pods"];
export type RowOf<T extends TableName> = Tables[T][number];

/** How well the server follows one resource of the view. */
export type ResourceState =
  /** The first list is under way; `listed` of about `total` objects are here (total null: unknown). */
  | { readonly state: "syncing"; readonly listed: number; readonly total: number | null }
  | { readonly state: "live" }
  /** The last good rows are shown; the API server has not been heard since `since`. */
  | {
      readonly state: "stale";
      readonly since: Instant;
      readonly message: Text;
      /** When the next try starts. */
      readonly retryAt: Instant | null;
    }
  /** The API server refuses; `message` is its own. */
  | {
      readonly state: "forbidden";
      readonly message: Text;
      readonly verb: "list" | "watch";
      /** Namespaces in which it may be listed, as far as they are known. */
      readonly readable?: readonly string[];
    }
  /** It may be listed but not watched: refetched on a timer. */
  | { readonly state: "list-only"; readonly message: Text }
  | { readonly state: "error"; readonly message: Text };

export type ResourceStates = { readonly [T in TableName]?: ResourceState };

/** A namespace whose state is not that of its resource as a whole. */
export interface NamespaceState {
  readonly namespace: string;
  readonly state: ResourceState;
}

/** Where single namespaces are followed: those a viewer has to know of besides `ResourceStates`. */
export type Apart = { readonly [T in TableName]?: readonly NamespaceState[] };

/**
 * What is computed of a view's objects, by uid, and the Events about them. It comes after the rows it
 * stands beside, and is no part of what kubectl prints.
 */
export interface Beside {
  /** By the uid of the CronJob. */
  readonly outlooks: Outlook;
  /** By the uid of the CronJob, on its own page. */
  readonly histories: RunHistory;
  /** By the uid of the Job that failed, is stuck or waits; on a Pod's page, of the Pod. */
  readonly reasons: Reason;
  /** By the uid of the Event. */
  readonly events: EventRow;
  /** Of the overview, the foremost, by the uid of what needs eyes. */
  readonly attention: Attention;
  /** Of the overview, the newest, by the uid of the Job. */
  readonly failures: FailedRun;
}
export type AsideName = keyof Beside;
export const asideNames: readonly AsideName[] = [
  "outlooks",
  "histories",
  "reasons",
  "events",
  "attention",
  "failures",
];
export type Asides = { readonly [A in AsideName]?: { readonly [uid: string]: Beside[A] } };

/** The object behind an object view; null when it does not exist (or no longer does). */
export type Detail =
  | { readonly kind: "cronjob"; readonly value: CronJobDetail }
  | { readonly kind: "job"; readonly value: JobDetail }
  | { readonly kind: "pod"; readonly value: PodDetail };

export interface ClusterInfo {
  /** The context's name, as in the kubeconfig; `in-cluster` for a service account. */
  readonly context: string;
  /** How many contexts the kubeconfig has. */
  readonly contexts: number;
  readonly cluster: string;
  /** `/version` gitVersion, shown and never parsed; null until the cluster answered. */
  readonly version: string | null;
  readonly embedded: boolean;
  readonly readOnly: boolean;
  /** The flag or kubeconfig namespace, for kubectl lines that omit `-n`. */
  readonly defaultNamespace: string;
  /** TLS verification is off for this cluster: said loudly. */
  readonly insecure: boolean;
}

/**
 * How many objects of each resource the view's namespaces hold, but for those that may not be listed;
 * null while unknown.
 */
export type Counts = { readonly [T in TableName]: number | null };

export interface Snapshot {
  readonly type: "snapshot";
  /** The API server's time, for the correction of the browser's clock. */
  readonly now: Instant;
  readonly cluster: ClusterInfo;
  /** What `default` came to: all namespaces or these. */
  readonly namespaces: "*" | readonly string[];
  /** Namespaces that can be chosen; `complete` is false where they may not be listed. */
  readonly choices: { readonly names: readonly string[]; readonly complete: boolean };
  readonly tables: { readonly [T in TableName]?: Tables[T] };
  readonly states: ResourceStates;
  readonly apart: Apart;
  readonly counts: Counts;
  readonly detail: Detail | null;
  readonly beside: Asides;
  /** How well the Events are followed; null where the view asks for none, or not yet. */
  readonly eventsState: ResourceState | null;
  /** Of the overview alone, as `ahead`, which is null until it was reckoned. */
  readonly overview?: Overview;
  readonly ahead?: DayAhead | null;
}

/**
 * How a list begins, in the page that is drawn of it: a snapshot with the first rows, as JSON, and the
 * scope (`formatScope`) it is of. Its stream begins with the whole.
 */
export interface Beginning {
  readonly scope: string;
  readonly snapshot: string;
}

export interface Delta {
  readonly type: "delta";
  readonly now: Instant;
  readonly tables?: {
    readonly [T in TableName]?: {
      /** Rows added or changed. */
      readonly rows: readonly RowOf<T>[];
      /** uids of rows that are gone. */
      readonly gone: readonly string[];
    };
  };
  readonly states?: ResourceStates;
  readonly apart?: Apart;
  readonly counts?: Counts;
  readonly choices?: Snapshot["choices"];
  readonly namespaces?: Snapshot["namespaces"];
  readonly cluster?: ClusterInfo;
  readonly detail?: Detail | null;
  readonly eventsState?: ResourceState | null;
  readonly overview?: Overview;
  readonly ahead?: DayAhead | null;
  /** What changed of it; null where nothing is said any more. */
  readonly beside?: {
    readonly [A in AsideName]?: { readonly [uid: string]: Beside[A] | null };
  };
}

/** Ends the stream for good: the browser shows it and does not reconnect by itself. */
export interface Failure {
  readonly type: "failure";
  readonly error: ApiError;
}

/** The server stops, and is perhaps started again: come back after so long, each a little apart. */
export interface Restart {
  readonly type: "restart";
  readonly afterMs: number;
}

export interface Heartbeat {
  readonly type: "heartbeat";
  readonly now: Instant;
}

export type WatchFrame = Snapshot | Delta | Failure | Restart | Heartbeat;

/**
 * The server sends a heartbeat after this much silence, which is less than the ten seconds after
 * which some proxies cut a quiet stream (quality R18); a browser gives up after 2.5 of them. It may
 * come up to a step sooner: all streams beat at the same moments.
 */
export const heartbeatMs = 8_000;
export const heartbeatStepMs = 1_000;
