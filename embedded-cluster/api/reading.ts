import type { ApiFailure, ApiObject } from "../objects.ts";
import { expiredToken, inconsistent, readToken, writeToken } from "./continue-token.ts";
import { eventsForm } from "./event-form.ts";
import { badRequest, expired, failure, notFound } from "./failure.ts";
import { goQuoted } from "./field-errors.ts";
import { type ListOptions, listOptions, refuseFuture, versionNumber } from "./list-options.ts";
import { type Form, negotiate } from "./media-type.ts";
import type { ResourceRequest } from "./request.ts";
import { groupVersion, type Resource } from "./resource.ts";
import { keyOf, prefixOf, type Storage } from "./storage.ts";
import { partial, refuseUnknownInclude, type TableForm, type TablePrinter } from "./table.ts";

/** What reading needs beside the request. */
export interface Reader {
  readonly storage: Storage;
  readonly tables: TablePrinter;
  readonly nowMs: number;
}

export function storedObject(storage: Storage, { resource, name, namespace }: ResourceRequest) {
  if (name.includes("%")) {
    throw badRequest(`Name parameter invalid: ${goQuoted(name)}: may not contain '%'`);
  }
  const key = namespace === null ? name : `${namespace}/${name}`;
  const found = storage.get(resource.plural, key);
  if (!found) throw notFound(resource, name);
  return found;
}

/** What goes into a Table: the object with the group and version it was asked by. */
function asServed(object: ApiObject, resource: Resource): ApiObject {
  const apiVersion = groupVersion(resource);
  return object.apiVersion === apiVersion ? object : { ...object, apiVersion };
}

/** The object as it goes out, in its group's own form. */
const inGroup = (object: ApiObject, { group }: Resource): ApiObject =>
  group === "events.k8s.io" && object.kind === "Event" ? eventsForm(object) : object;

export function getObject(reader: Reader, request: ResourceRequest): object {
  const form = negotiate(request.request.headers.accept);
  const asked = request.query.get("resourceVersion") || "0";
  refuseFuture(versionNumber(asked), reader.storage);
  const found = storedObject(reader.storage, request);
  return shaped(reader, request, form, found);
}

/** One object, or a bookmark that has no name, in the form it was asked for. */
export function shaped(
  { tables, nowMs }: Reader,
  { resource, query }: ResourceRequest,
  form: Form,
  object: ApiObject,
  withColumns = true,
): object {
  if (form.kind === "metadata") {
    if (form.isList) throw notInForm(resource, form);
    return partial(object, form.version);
  }
  const served = asServed(object, resource);
  if (form.kind !== "table") return inGroup(served, resource);
  const { resourceVersion, name } = object.metadata;
  const table = tableForm(form, query);
  // What a bookmark says is in its object.
  const shown = name === undefined ? { ...table, includeObject: "" } : table;
  return tables.table(resource.plural, [served], { resourceVersion }, shown, nowMs, withColumns);
}

/** An object's metadata is no list of metadata, nor the other way about. */
function notInForm({ group, kind }: Resource, { isList }: Form & { kind: "metadata" }) {
  const type = `*${group === "batch" ? group : "core"}.${kind}`;
  const message = isList
    ? `you requested PartialObjectMetadataList, but the requested object is not a list (${type})`
    : `you requested PartialObjectMetadata, but the requested object is a list (${type}List)`;
  return failure(406, "NotAcceptable", message);
}

/** 400 for an `includeObject` that is none. */
export function tableForm(
  { version }: Form & { kind: "table" },
  query: URLSearchParams,
): TableForm {
  const includeObject = query.get("includeObject") ?? "";
  refuseUnknownInclude(includeObject);
  return { version, includeObject };
}

/** A page of a list: one consistent snapshot over all its pages (kubectl-semantics 8). */
export function listObjects(reader: Reader, request: ResourceRequest): object {
  const options = listOptions(request, false);
  const { resource, query } = request;
  const form = negotiate(request.request.headers.accept);
  const page = pageOf(reader.storage, request, options);
  const { items, ...metadata } = page;
  if (form.kind === "table") {
    const objects = items.map((object) => asServed(object, resource));
    const table = tableForm(form, query);
    return reader.tables.table(resource.plural, objects, metadata, table, reader.nowMs);
  }
  if (form.kind === "metadata") {
    if (!form.isList) throw notInForm(resource, form);
    return {
      kind: "PartialObjectMetadataList",
      apiVersion: `meta.k8s.io/${form.version}`,
      metadata,
      items: items.map((object) => partial(object, form.version)),
    };
  }
  return listOf(resource, metadata, items);
}

/** The items of a typed list do not repeat what they are. */
export function listOf(resource: Resource, metadata: object, items: readonly ApiObject[]): object {
  return {
    kind: `${resource.kind}List`,
    apiVersion: groupVersion(resource),
    metadata,
    items: items
      .map((object) => inGroup(object, resource))
      .map(({ kind: _k, apiVersion: _a, ...object }) => object),
  };
}

interface Page {
  readonly resourceVersion: string;
  readonly continue?: string;
  readonly remainingItemCount?: number;
  readonly items: readonly ApiObject[];
}

function pageOf(storage: Storage, request: ResourceRequest, options: ListOptions): Page {
  const { resource, namespace } = request;
  const { version, from } = startOf(storage, request, options);
  const found = storage.listAt(resource.plural, namespace, version, from);
  if (found === null) throw expired("The resourceVersion for the provided list is too old.");
  const resourceVersion = String(version);
  // A list of whatever there is comes whole.
  let room = options.resourceVersion === "0" ? 0 : options.limit;
  const end = found.findIndex((object) => options.selection(object) && --room === 0) + 1;
  const page = end === 0 ? found : found.slice(0, end);
  const items = page.filter(options.selection);
  if (page.length === found.length) return { resourceVersion, items };
  // Whether any of the rest is selected is not looked into.
  const last = keyOf(items.at(-1) as ApiObject).slice(prefixOf(namespace).length);
  return {
    resourceVersion,
    continue: writeToken(version, `${last}\0`),
    ...(!options.isSelective && { remainingItemCount: found.length - end }),
    items,
  };
}

/** At which version the list is, and from which key on. */
function startOf(
  storage: Storage,
  request: ResourceRequest,
  options: ListOptions,
): { version: number; from: string } {
  if (options.continue !== "") return continued(storage, request, options);
  if (options.resourceVersion === "") return { version: storage.version, from: "" };
  const asked = listedVersion(options.resourceVersion);
  refuseFuture(asked, storage);
  const { resourceVersionMatch: match } = options;
  const isExact = match === "Exact" || (match === "" && options.limit > 0 && asked !== 0);
  return { version: isExact ? asked : storage.version, from: "" };
}

function listedVersion(text: string): number {
  try {
    return versionNumber(text);
  } catch (error) {
    throw badRequest(`invalid resource version: ${(error as ApiFailure).message}`);
  }
}

function continued(
  storage: Storage,
  { resource, namespace }: ResourceRequest,
  options: ListOptions,
): { version: number; from: string } {
  const { version, start } = readToken(options.continue);
  if (options.resourceVersion !== "" && options.resourceVersion !== "0") {
    throw badRequest("specifying resource version is not allowed when using continue");
  }
  const from = prefixOf(namespace) + start;
  if (version === inconsistent) return { version: storage.version, from };
  refuseFuture(version, storage);
  if (version < storage.compacted(resource.plural)) throw expiredToken(start);
  return { version, from };
}
