/** An object as the API server keeps and sends it: whole, and nobody's view of it. */
export interface ApiObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  // biome-ignore lint/suspicious/noExplicitAny: each kind's own fields, checked where they come in
  [field: string]: any;
}

/** Times are RFC 3339 in whole seconds. */
export interface ObjectMeta {
  name: string;
  generateName?: string;
  namespace?: string;
  uid: string;
  /** Grows by one with each write of any object; compared by the storage alone. */
  resourceVersion: string;
  generation?: number;
  creationTimestamp: string;
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  finalizers?: string[];
  ownerReferences?: OwnerReference[];
}

export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

/** RFC 3339 in whole seconds, as the API writes times. */
export function instant(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
}

/** The plurals of the API's paths. */
export type Plural =
  | "namespaces"
  | "nodes"
  | "events"
  | "pods"
  | "configmaps"
  | "secrets"
  | "serviceaccounts"
  | "services"
  | "resourcequotas"
  | "limitranges"
  | "jobs"
  | "cronjobs";

/** What a Status says of a refusal; kubectl prints `message` after `Error from server (Reason): `. */
export interface Status {
  readonly kind: "Status";
  readonly apiVersion: "v1";
  readonly metadata: { readonly continue?: string };
  readonly status: "Failure" | "Success";
  readonly message: string;
  readonly reason: string;
  readonly details?: {
    readonly name?: string;
    readonly group?: string;
    readonly kind?: string;
    readonly uid?: string;
    readonly causes?: readonly { reason: string; message: string; field?: string }[];
    readonly retryAfterSeconds?: number;
  };
  readonly code: number;
}

/** A refusal of the API server. */
export class ApiFailure extends Error {
  readonly status: Status;

  constructor(status: Status) {
    super(status.message);
    this.status = status;
  }
}
