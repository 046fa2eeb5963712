import type { ApiObject, Plural } from "../objects.ts";
import { readObject, writeOptions } from "./body.ts";
import {
  alreadyExists,
  badRequest,
  conflict,
  failure,
  forbidden,
  notFound,
  refuseInvalid,
} from "./failure.ts";
import { FieldErrors } from "./field-errors.ts";
import { generatedName } from "./names.ts";
import { isSameObject, keepSystemFields, validateMeta, validateMetaUpdate } from "./object-meta.ts";
import { readPatch } from "./patching.ts";
import { storedObject } from "./reading.ts";
import { bodyOf, type ResourceRequest } from "./request.ts";
import type { Resource } from "./resource.ts";
import { mountToken, tokenVolumeName } from "./service-account-token.ts";
import { keyOf, type Storage } from "./storage.ts";
import type { Strategy } from "./strategy.ts";

/** What writing needs beside the request. */
export interface Writer {
  readonly storage: Storage;
  readonly strategies: Readonly<Record<Plural, Strategy>>;
  /** RFC 3339 in whole seconds. */
  readonly now: string;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
}

export function createObject(writer: Writer, request: ResourceRequest): ApiObject {
  const { resource, query, namespace, warn } = request;
  const { dryRun, validation } = writeOptions(query, "CreateOptions");
  const object = readObject(bodyOf(request.request), resource, validation, warn) as ApiObject;
  const strategy = writer.strategies[resource.plural];
  takeNamespace(object, namespace);
  const { metadata } = object;
  for (const field of [
    "resourceVersion",
    "deletionTimestamp",
    "deletionGracePeriodSeconds",
    "generation",
    "selfLink",
    "managedFields",
  ] as const) {
    if (field === "resourceVersion" && metadata.resourceVersion) {
      throw failure(500, "", "resourceVersion should not be set on objects to be created");
    }
    delete (metadata as unknown as Record<string, unknown>)[field];
  }
  // Admission comes before a name is made up.
  const admitted = metadata.name || (metadata.generateName ?? "");
  if (!metadata.name && metadata.generateName) {
    metadata.name = generatedName(metadata.generateName, writer.random);
  }
  metadata.uid = uuid(writer.random);
  metadata.creationTimestamp = writer.now;
  strategy.setDefaults(object);
  strategy.prepareForCreate(object);
  const errors = new FieldErrors();
  validateMeta(metadata, errors, strategy.nameFaults);
  refuseMissingNamespace(writer.storage, request, admitted);
  refuseUnknownReferences(writer.storage, object, resource, admitted);
  if (resource.plural === "pods") {
    const account = writer.storage.get(
      "serviceaccounts",
      `${namespace}/${object.spec.serviceAccountName}`,
    );
    mountToken(object.spec, account, tokenVolumeName(generatedName("", writer.random)));
  }
  strategy.validate(object, errors);
  refuseInvalid(resource, metadata.name ?? "", errors.list);
  for (const warning of strategy.warnings(object)) warn(warning);
  const there = writer.storage.get(resource.plural, keyOf(object));
  if (there) {
    throw alreadyExists(resource, metadata.name, there.metadata.deletionTimestamp !== undefined);
  }
  // What was prepared has defaults of its own.
  strategy.setDefaults(object);
  refuseTooLarge(object);
  return dryRun ? object : writer.storage.put(resource.plural, object);
}

export function replaceObject(writer: Writer, request: ResourceRequest): ApiObject {
  const { resource, query, namespace, warn, name } = request;
  const { dryRun, validation } = writeOptions(query, "UpdateOptions");
  const object = readObject(bodyOf(request.request), resource, validation, warn) as ApiObject;
  takeNamespace(object, namespace);
  refuseOtherName(object, name);
  const before = storedObject(writer.storage, request);
  return update(writer, request, before, object, dryRun);
}

export function patchObject(writer: Writer, request: ResourceRequest): ApiObject {
  const { resource, query, namespace, warn, name } = request;
  const patch = readPatch(bodyOf(request.request), resource);
  const { dryRun, validation } = writeOptions(query, "PatchOptions");
  const before = storedObject(writer.storage, request);
  const object = patch(before, validation, warn);
  object.metadata ??= {} as ApiObject["metadata"];
  refuseOtherName(object, name);
  takeNamespace(object, namespace);
  return update(writer, request, before, object, dryRun);
}

function refuseOtherName({ metadata: { name: given } }: ApiObject, name: string): void {
  if (given === name) return;
  throw badRequest(
    given
      ? `the name of the object (${given}) does not match the name on the URL (${name})`
      : `the name of the object (${name} based on URL) was undeterminable: name must be provided`,
  );
}

/** Stores what a replace or patch made of an object, or removes it when nothing holds it any more. */
function update(
  writer: Writer,
  { resource, target, name }: ResourceRequest,
  before: ApiObject,
  given: ApiObject,
  dryRun: boolean,
): ApiObject {
  const { uid } = given.metadata;
  const stored = before.metadata;
  // 0 is no version of an object: whichever it has.
  const asked = given.metadata.resourceVersion;
  const resourceVersion = asked === "0" ? undefined : asked;
  if (uid !== undefined && uid !== stored.uid && resourceVersion === undefined) {
    throw conflict(
      resource,
      name,
      `StorageError: invalid object, Code: 4, Key: /registry/${resource.plural}/${keyOf(before)}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${uid}, UID in object meta: ${stored.uid}`,
    );
  }
  if (resourceVersion !== undefined && !/^\d+$/.test(resourceVersion)) {
    const shown = JSON.stringify(resourceVersion);
    throw failure(500, "", `strconv.ParseUint: parsing ${shown}: invalid syntax`);
  }
  if (resourceVersion !== undefined && resourceVersion !== stored.resourceVersion) {
    throw conflict(
      resource,
      name,
      "the object has been modified; please apply your changes to the latest version and try again",
    );
  }
  const strategy = writer.strategies[resource.plural];
  const object = keepSystemFields(given, before);
  delete (object.metadata as unknown as Record<string, unknown>).managedFields;
  object.metadata.resourceVersion = stored.resourceVersion;
  const errors = new FieldErrors();
  let next: ApiObject;
  if (target.subresource === "status") {
    // Labels, annotations and finalizers are written beside the status.
    next = { ...before, metadata: object.metadata, status: object.status ?? {} };
    validateMetaUpdate(next.metadata, stored, errors);
    strategy.validateStatusUpdate(next, before, errors);
  } else if (target.subresource === "finalize") {
    next = { ...before, spec: object.spec ?? {} };
  } else {
    next = object;
    strategy.setDefaults(next);
    strategy.prepareForUpdate(next, before);
    validateMetaUpdate(next.metadata, stored, errors);
    strategy.validateUpdate(next, before, errors);
  }
  refuseInvalid(resource, name, errors.list);
  if (isSameObject(next, before)) return before;
  refuseTooLarge(next);
  if (dryRun) return next;
  if (!isReleased(next)) return writer.storage.put(resource.plural, next);
  // That nothing holds it any more is not written: watchers see it go as it was.
  writer.storage.remove(resource.plural, before);
  return next;
}

/** What etcd takes at once, of which a few bytes are its own. */
const largestObject = 1.5 * 1024 * 1024;

function refuseTooLarge(object: ApiObject): void {
  if (Buffer.byteLength(JSON.stringify(object)) < largestObject) return;
  throw failure(500, "", "etcdserver: request is too large");
}

/** Deleted, with nothing left that holds it: no finalizer, no grace (deletionFinalizers…). */
function isReleased({ metadata, spec, kind }: ApiObject): boolean {
  if (metadata.deletionTimestamp === undefined) return false;
  if ((metadata.finalizers ?? []).length > 0) return false;
  if (kind === "Namespace") return (spec?.finalizers ?? []).length === 0;
  return (metadata.deletionGracePeriodSeconds ?? 0) === 0;
}

/** The body may leave the namespace to the URL, and may not contradict it. */
function takeNamespace(object: ApiObject, namespace: string | null): void {
  object.metadata ??= {} as ApiObject["metadata"];
  const given = object.metadata.namespace ?? "";
  if (namespace === null) {
    delete object.metadata.namespace;
    return;
  }
  if (given !== "" && given !== namespace) {
    throw badRequest(
      "the namespace of the provided object does not match the namespace sent on the request",
    );
  }
  object.metadata.namespace = namespace;
}

/** The admission plugin NamespaceLifecycle. */
function refuseMissingNamespace(
  storage: Storage,
  { namespace, resource }: ResourceRequest,
  name: string,
): void {
  if (namespace === null) return;
  const found = storage.get("namespaces", namespace);
  if (!found) throw notFound({ plural: "namespaces", group: "" }, namespace);
  if (found.metadata.deletionTimestamp === undefined) return;
  const because = `unable to create new content in namespace ${namespace} because it is being terminated`;
  const { status } = forbidden(resource, name, because);
  const cause = {
    reason: "NamespaceTerminating",
    message: `namespace ${namespace} is being terminated`,
    field: "metadata.namespace",
  };
  const refused = forbidden(resource, name, because);
  Object.assign(refused.status, { details: { ...status.details, causes: [cause] } });
  throw refused;
}

/** The admission plugins ServiceAccount, Priority and RuntimeClass, for Pods. */
function refuseUnknownReferences(
  storage: Storage,
  object: ApiObject,
  resource: Resource,
  name: string,
): void {
  if (resource.plural !== "pods") return;
  const { namespace } = object.metadata;
  const { priority, priorityClassName, runtimeClassName, serviceAccountName } = object.spec;
  const refuse = (because: string) => forbidden(resource, name, because);
  if (priority !== 0) {
    throw refuse(
      `the integer value of priority (${priority}) must not be provided in pod spec; priority admission controller computed 0 from the given PriorityClass name`,
    );
  }
  if (priorityClassName) {
    throw refuse(`no PriorityClass with name ${priorityClassName} was found`);
  }
  if (runtimeClassName) {
    throw refuse(`pod rejected: RuntimeClass "${runtimeClassName}" not found`);
  }
  const key = `${namespace}/${serviceAccountName}`;
  if (storage.get("serviceaccounts", key)) return;
  throw refuse(
    `error looking up service account ${key}: serviceaccount "${serviceAccountName}" not found`,
  );
}

/** Of version 4. `random` gives 0 ≤ x < 1. */
export function uuid(random: () => number): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16));
  hex[12] = "4";
  hex[16] = "89ab"[Math.floor(random() * 4)] ?? "8";
  const text = hex.join("");
  return [
    text.slice(0, 8),
    text.slice(8, 12),
    text.slice(12, 16),
    text.slice(16, 20),
    text.slice(20),
  ].join("-");
}
