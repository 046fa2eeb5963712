import { type ApiObject, instant, type Status } from "../objects.ts";
import { readValue } from "./body.ts";
import { DecodingError, decode } from "./decoding.ts";
import { badRequest, forbidden, preconditionFailed, refuseOptions } from "./failure.ts";
import { FieldErrors } from "./field-errors.ts";
import { listOptions } from "./list-options.ts";
import { listOf, storedObject } from "./reading.ts";
import { bodyOf, integerParameter, isTrue, type ResourceRequest } from "./request.ts";
import type { Resource } from "./resource.ts";
import type { Strategy } from "./strategy.ts";
import type { Writer } from "./writing.ts";

/** What deleting needs beside the request; `nowMs` in milliseconds since the epoch. */
export type Deleter = Writer & { readonly nowMs: number };

interface Options {
  readonly propagation: "Background" | "Foreground" | "Orphan" | null;
  readonly gracePeriodSeconds: number | null;
  readonly uid: string | undefined;
  readonly resourceVersion: string | undefined;
  readonly dryRun: boolean;
}

export function deleteObject(deleter: Deleter, request: ResourceRequest): object {
  const options = readOptions(request);
  warnOfOrphans(request, options);
  const before = storedObject(deleter.storage, request);
  const { resource } = request;
  const result = deleteOne(deleter, resource, before, options);
  if (result !== null) return result;
  const { name, uid } = before.metadata;
  const { plural: kind, group } = resource;
  const success: Partial<Status> = {
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Success",
    details: { name, ...(group !== "" && { group }), kind, uid },
  };
  return success;
}

/** Each of them as if alone; the answer is the list of what was there. */
export function deleteCollection(deleter: Deleter, request: ResourceRequest): object {
  const options = readOptions(request);
  const { resource, namespace } = request;
  const { selection } = listOptions(request, false);
  warnOfOrphans(request, options);
  const found = deleter.storage.list(resource.plural, namespace).filter(selection);
  const resourceVersion = String(deleter.storage.version);
  for (const object of found) deleteOne(deleter, resource, object, options);
  return listOf(resource, { resourceVersion }, found);
}

/** The object where it stays for now, or is answered with; null when it is simply gone. */
function deleteOne(
  { storage, strategies, nowMs }: Deleter,
  resource: Resource,
  before: ApiObject,
  options: Options,
): ApiObject | null {
  refusePreconditions(resource, before, options);
  const { name } = before.metadata;
  if (resource.plural === "namespaces" && protectedNamespaces.has(name)) {
    throw forbidden(resource, name, "this namespace may not be deleted");
  }
  const marked = marking(before, resource, strategies[resource.plural], options, nowMs);
  if (marked === before) return before;
  if (marked !== null) return options.dryRun ? marked : storage.put(resource.plural, marked);
  // Only what may end gracefully is told that it has ended.
  const isFirst = before.metadata.deletionTimestamp === undefined;
  const last = resource.plural === "pods" && isFirst ? mark(before, [], nowMs, 0, true) : before;
  const gone = options.dryRun ? last : storage.remove(resource.plural, last);
  return returnsObject.has(resource.plural) ? gone : null;
}

const protectedNamespaces = new Set(["default", "kube-system", "kube-public"]);
/** Their deletion is answered with the object (ReturnDeletedObject). */
const returnsObject = new Set(["pods", "serviceaccounts"]);

/**
 * The object with its deletion written on it, itself when nothing changes, null when nothing holds
 * it (rest.BeforeDelete and the registry's store).
 */
function marking(
  before: ApiObject,
  resource: Resource,
  strategy: Strategy,
  options: Options,
  nowMs: number,
): ApiObject | null {
  const finalizers = finalizersFor(before, strategy, options);
  const { deletionTimestamp, deletionGracePeriodSeconds: pending } = before.metadata;
  const grace = graceOf(before, resource, options);
  if (resource.plural === "namespaces") return markedNamespace(before, finalizers, nowMs);
  if (deletionTimestamp !== undefined) {
    const isShorter = pending !== undefined && pending > 0 && grace < pending;
    if (isShorter && grace > 0) {
      const end = Date.parse(deletionTimestamp) - (pending - grace) * 1_000;
      return mark(before, finalizers, Math.max(end, nowMs), grace);
    }
    const isDone = (pending ?? 0) === 0 || (isShorter && grace === 0);
    if (finalizers.length === 0) return isDone ? null : before;
    const isSame = !isShorter && finalizers.join() === (before.metadata.finalizers ?? []).join();
    return isSame
      ? before
      : mark(before, finalizers, Date.parse(deletionTimestamp), isDone ? 0 : (pending ?? 0));
  }
  if (grace === 0 && finalizers.length === 0) return null;
  return mark(before, finalizers, nowMs + grace * 1_000, grace, true);
}

function mark(
  object: ApiObject,
  finalizers: readonly string[],
  deletedMs: number,
  deletionGracePeriodSeconds: number,
  isFirst = false,
): ApiObject {
  const { generation, finalizers: _, ...metadata } = object.metadata;
  return {
    ...object,
    metadata: {
      ...metadata,
      ...(generation !== undefined && { generation: generation + (isFirst ? 1 : 0) }),
      deletionTimestamp: instant(deletedMs),
      deletionGracePeriodSeconds,
      ...(finalizers.length > 0 && { finalizers: [...finalizers] }),
    },
  };
}

/** It stays until its controller has emptied it and took the finalizer of its spec off. */
function markedNamespace(
  before: ApiObject,
  finalizers: readonly string[],
  nowMs: number,
): ApiObject | null {
  if (before.metadata.deletionTimestamp !== undefined) return before;
  if ((before.spec?.finalizers ?? []).length + finalizers.length === 0) return null;
  const { finalizers: _, ...metadata } = before.metadata;
  return {
    ...before,
    metadata: {
      ...metadata,
      deletionTimestamp: instant(nowMs),
      ...(finalizers.length > 0 && { finalizers: [...finalizers] }),
    },
    status: { ...before.status, phase: "Terminating" },
  };
}

/** How long a Pod may take to end: not at all where it never began or has ended. */
function graceOf({ spec, status }: ApiObject, { plural }: Resource, options: Options): number {
  if (plural !== "pods") return 0;
  const asked = options.gracePeriodSeconds ?? spec.terminationGracePeriodSeconds ?? 0;
  if (!spec.nodeName || status?.phase === "Failed" || status?.phase === "Succeeded") return 0;
  return asked < 0 ? 1 : asked;
}

function finalizersFor(
  { metadata: { finalizers = [] } }: ApiObject,
  strategy: Strategy,
  { propagation }: Options,
): string[] {
  const others = finalizers.filter((one) => one !== "orphan" && one !== "foregroundDeletion");
  const present = finalizers.includes("orphan")
    ? "Orphan"
    : finalizers.includes("foregroundDeletion")
      ? "Foreground"
      : strategy.defaultPropagation;
  const policy = propagation ?? present;
  if (policy === "Orphan") return [...others, "orphan"];
  return policy === "Foreground" ? [...others, "foregroundDeletion"] : others;
}

function refusePreconditions(
  resource: Resource,
  { metadata }: ApiObject,
  { uid, resourceVersion }: Options,
): void {
  const refuse = (because: string) => preconditionFailed(resource, metadata.name, because);
  if (uid !== undefined && uid !== metadata.uid) {
    throw refuse(
      `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`,
    );
  }
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion) {
    throw refuse(
      `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`,
    );
  }
}

const orphanWarning =
  "child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning";

function warnOfOrphans({ resource, warn }: ResourceRequest, options: Options): void {
  if (resource.plural === "jobs" && options.propagation === null) warn(orphanWarning);
}

/** DeleteOptions from the body, or from the query where there is none. */
function readOptions({ request, query }: ResourceRequest): Options {
  const given = request.body.length === 0 ? fromQuery(query) : fromBody(request);
  const errors = new FieldErrors();
  const { propagationPolicy, orphanDependents, dryRun = [] } = given;
  const policies = ["Foreground", "Background", "Orphan"];
  if (orphanDependents !== undefined && propagationPolicy !== undefined) {
    errors.invalid(
      "propagationPolicy",
      propagationPolicy,
      "orphanDependents and deletionPropagation cannot be both set",
    );
  }
  if (propagationPolicy !== undefined && !policies.includes(propagationPolicy)) {
    errors.notSupported("propagationPolicy", propagationPolicy, [...policies, "nil"]);
  }
  if (dryRun.some((value) => value !== "All")) errors.notSupported("dryRun", dryRun, ["All"]);
  refuseOptions("DeleteOptions", errors.list);
  const legacy = orphanDependents === undefined ? null : orphanDependents ? "Orphan" : "Background";
  return {
    propagation: (propagationPolicy as Options["propagation"] | undefined) ?? legacy,
    gracePeriodSeconds: given.gracePeriodSeconds ?? null,
    uid: given.preconditions?.uid,
    resourceVersion: given.preconditions?.resourceVersion,
    dryRun: dryRun.length > 0 || query.get("dryRun") === "All",
  };
}

interface DeleteOptions {
  readonly propagationPolicy?: string;
  readonly orphanDependents?: boolean;
  readonly gracePeriodSeconds?: number;
  readonly dryRun?: readonly string[];
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
}

function fromQuery(query: URLSearchParams): DeleteOptions {
  const policy = query.get("propagationPolicy");
  const orphan = query.get("orphanDependents");
  const grace = integerParameter(query, "gracePeriodSeconds");
  return {
    ...(policy && { propagationPolicy: policy }),
    ...(orphan !== null && { orphanDependents: isTrue(orphan) }),
    ...(grace !== null && { gracePeriodSeconds: grace }),
    dryRun: query.getAll("dryRun"),
  };
}

function fromBody(request: ResourceRequest["request"]): DeleteOptions {
  const value = readValue(bodyOf(request), "DeleteOptions");
  const kind = value.kind ?? "DeleteOptions";
  if (kind !== "DeleteOptions") {
    throw badRequest(
      `no kind "${kind}" is registered for version "${value.apiVersion ?? ""}" in scheme "pkg/runtime/scheme.go:111"`,
    );
  }
  try {
    return decode(value, "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions").object;
  } catch (error) {
    if (!(error instanceof DecodingError)) throw error;
    throw badRequest(error.message);
  }
}
