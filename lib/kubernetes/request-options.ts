/** Where in the API, and which of it; the names are the API's own. */
export interface ListOptions {
  /** Absent or null for all namespaces. */
  readonly namespace?: string | null;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly limit?: number;
  readonly continue?: string;
  readonly resourceVersion?: string;
  readonly resourceVersionMatch?: "NotOlderThan" | "Exact";
}

export interface WatchOptions {
  readonly namespace?: string | null;
  readonly fieldSelector?: string;
  readonly resourceVersion?: string;
  /** Ask for what exists first, as ADDED events with a marked end (watch-list). */
  readonly sendInitialEvents?: boolean;
  readonly timeoutSeconds: number;
}

/** One page of a list, reduced. */
export interface Page<T> {
  readonly items: T[];
  readonly resourceVersion: string;
  /** Empty on the last page. */
  readonly continue: string;
  /** How many follow, where the API server knows. */
  readonly remaining: number | null;
  /** Objects that were skipped because they have no name or uid. */
  readonly unreadable: number;
}

/** kubectl-semantics 9; give `sinceSeconds` or `sinceTime`, not both. */
export interface LogOptions {
  readonly container: string;
  readonly follow?: boolean;
  readonly previous?: boolean;
  readonly timestamps?: boolean;
  readonly tailLines?: number;
  readonly sinceSeconds?: number;
  /** RFC 3339, taken to the second. */
  readonly sinceTime?: string;
}

export interface ReviewAttributes {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  /** Empty for all namespaces. */
  readonly namespace: string;
  /** Absent for every name. */
  readonly name?: string;
}

/** The API server does all but keep it. */
type DryRun = "All";

export interface CreateOptions {
  readonly dryRun?: DryRun;
  /** `Strict` refuses fields nobody knows and keys that stand twice. */
  readonly fieldValidation?: "Strict" | "Warn" | "Ignore";
}

export interface DeleteOptions {
  /** Without it an API server leaves the Pods of a Job where they are (kubectl-semantics 7.4). */
  readonly propagationPolicy: "Background" | "Foreground" | "Orphan";
  /** A re-created object of the same name is not deleted. */
  readonly uid: string;
  readonly dryRun?: DryRun;
}
