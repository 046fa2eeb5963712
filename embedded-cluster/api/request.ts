import type { User } from "./access.ts";
import { badRequest, noSuchResource } from "./failure.ts";
import { groupVersion, type Resource } from "./resource.ts";

/** One request, whichever way it came. Names of headers are in lower case. */
export interface ApiRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Bytes where it is protobuf. */
  readonly body: string | Uint8Array;
  /** Aborted when the caller is gone. */
  readonly signal?: AbortSignal;
}

export interface ApiResponse {
  readonly status: number;
  /** Several `warning` headers stand in a list. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** A watch or a followed log comes in pieces. */
  readonly body: string | AsyncIterable<string>;
}

/** A path under /api or /apis, taken apart; empty texts where it has none. */
export interface Target {
  readonly group: string;
  readonly version: string;
  readonly namespace: string;
  readonly resource: string;
  readonly name: string;
  readonly subresource: string;
}

/** A request for a resource that exists, by a user who may. */
export interface ResourceRequest {
  readonly request: ApiRequest;
  readonly query: URLSearchParams;
  readonly target: Target;
  readonly resource: Resource;
  /** null for all of them, and for what has none. */
  readonly namespace: string | null;
  readonly name: string;
  readonly user: User;
  /** Becomes a Warning header. */
  readonly warn: (text: string) => void;
}

export interface Location {
  readonly path: string;
  readonly query: URLSearchParams;
}

export function locate(url: string): Location {
  const [whole = "", ...rest] = url.split("?");
  const path = whole.split("#")[0] ?? "";
  const query = new URLSearchParams(rest.join("?"));
  const watched = /^(\/api\/v1|\/apis\/[^/]+\/[^/]+)\/watch(\/.+)$/.exec(path);
  return watched ? watching(`${watched[1]}${watched[2]}`, query) : { path, query };
}

/** The deprecated paths of watches, of a collection or of one object, as they are asked for today. */
function watching(path: string, query: URLSearchParams): Location {
  query.set("watch", "true");
  const { name = "", subresource } = targetOf(path) ?? {};
  if (subresource) throw noSuchResource();
  if (name === "") return { path, query };
  const others = query.getAll("fieldSelector").slice(0, 1);
  query.set("fieldSelector", [...others, `metadata.name=${name}`].join(","));
  return { path: path.slice(0, path.lastIndexOf("/")), query };
}

/** null for a path that names no resource, such as /version or /apis/batch. */
export function targetOf(path: string): Target | null {
  // As in Go, a slash separates however it is written, and the last one separates nothing.
  const parts = decoded(path)
    .replace(/^\/|\/$/g, "")
    .split("/");
  const root = parts.shift();
  if (root !== "api" && root !== "apis") return null;
  const group = root === "api" ? "" : (parts.shift() ?? "");
  const version = parts.shift() ?? "";
  if (version === "" || parts.length === 0) return null;
  const namespaced = parts[0] === "namespaces" && parts.length > 2;
  // /namespaces/NAME/status is the namespace's own.
  if (namespaced && (parts[2] === "status" || parts[2] === "finalize") && parts.length === 3) {
    return target(group, version, parts[1] ?? "", "namespaces", parts[1] ?? "", parts[2]);
  }
  const namespace = namespaced ? (parts.splice(0, 2)[1] ?? "") : "";
  const [resource = "", name = "", subresource = "", ...more] = parts;
  if (more.length > 0) throw noSuchResource();
  const own = resource === "namespaces" && namespace === "" ? name : namespace;
  return target(group, version, own, resource, name, subresource);
}

function target(
  group: string,
  version: string,
  namespace: string,
  resource: string,
  name: string,
  subresource: string,
): Target {
  return { group, version, namespace, resource, name, subresource };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    const fault = /%(?![0-9a-f]{2}).{0,2}/i.exec(path)?.[0] ?? path;
    throw badRequest(`invalid URL escape ${JSON.stringify(fault)}`);
  }
}

/** The verb by which access is decided. */
export function verbOf(method: string, { name }: Target, query: URLSearchParams): string {
  switch (method) {
    case "GET":
      if (name !== "") return "get";
      return isTrue(query.get("watch")) ? "watch" : "list";
    case "POST":
      return "create";
    case "PUT":
      return "update";
    case "PATCH":
      return "patch";
    case "DELETE":
      return name === "" ? "deletecollection" : "delete";
    default:
      return method.toLowerCase();
  }
}

/** As the API server reads a query: whatever is not said to be false is true. */
export function isTrue(value: string | null): boolean {
  return value !== null && !/^(0|false)$/i.test(value);
}

export function isResourceOf(resource: Resource, { group, version, resource: plural }: Target) {
  return resource.plural === plural && groupVersion(resource) === groupVersion({ group, version });
}

/** A whole number in the query; null when it is absent. */
export function integerParameter(query: URLSearchParams, name: string): number | null {
  const value = query.get(name);
  if (value === null) return null;
  const shown = `strconv.ParseInt: parsing ${JSON.stringify(value)}`;
  if (!/^[-+]?\d+$/.test(value)) throw badRequest(`${shown}: invalid syntax`);
  if (Math.abs(Number(value)) >= 2 ** 63) throw badRequest(`${shown}: value out of range`);
  return Number(value);
}

/** The body of a write with its type, which is JSON where nothing is said. */
export interface Body {
  readonly mediaType: string;
  readonly content: string | Uint8Array;
}

export function bodyOf({ headers, body }: ApiRequest): Body {
  const type = (headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  return { mediaType: type === "" ? "application/json" : type, content: body };
}

export const textOf = ({ content }: Body): string =>
  typeof content === "string" ? content : Buffer.from(content).toString();
