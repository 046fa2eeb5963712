import type { ApiObject, Plural } from "./objects.ts";

export interface ApiWatchEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  readonly object: ApiObject;
}

export interface DeleteOptions {
  readonly propagationPolicy?: "Background" | "Foreground" | "Orphan";
  readonly gracePeriodSeconds?: number;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
}

/**
 * The API as controllers and the kubelet use it; they have no other way to the storage. Every call
 * throws ApiFailure when the API server refuses. `namespace` is null for all of them, and for what
 * has none.
 */
export interface ApiClient {
  list(
    plural: Plural,
    namespace: string | null,
    options?: { readonly labelSelector?: string; readonly fieldSelector?: string },
  ): Promise<{ readonly items: ApiObject[]; readonly resourceVersion: string }>;
  get(plural: Plural, namespace: string | null, name: string): Promise<ApiObject>;
  create(plural: Plural, namespace: string | null, object: object): Promise<ApiObject>;
  /** PUT: refused with Conflict when `metadata.resourceVersion` is not the present one. */
  update(plural: Plural, object: ApiObject): Promise<ApiObject>;
  /** PUT of the status subresource: nothing but `status` is taken. */
  updateStatus(plural: Plural, object: ApiObject): Promise<ApiObject>;
  /** A merge patch (RFC 7386). */
  patch(plural: Plural, namespace: string | null, name: string, patch: object): Promise<ApiObject>;
  /** POST of a Pod's `binding`: puts one that has no node on this one. */
  bind(namespace: string, name: string, node: string): Promise<void>;
  delete(
    plural: Plural,
    namespace: string | null,
    name: string,
    options?: DeleteOptions,
  ): Promise<void>;
  /** Changes after a version of a list; ends with the signal, or as the API server ends it. */
  watch(
    plural: Plural,
    namespace: string | null,
    resourceVersion: string,
    signal: AbortSignal,
  ): AsyncIterable<ApiWatchEvent>;
}
