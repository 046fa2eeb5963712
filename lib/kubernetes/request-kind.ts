/** What a request to the API server asks for, in the words of its audit log, without any name. */
export interface RequestKind {
  readonly verb: "get" | "list" | "watch" | "create" | "patch" | "delete";
  /** A plural of ours, with its subresource ("pods/log"); "version", "discovery" or "other". */
  readonly resource: string;
  /** It begins a whole list: a watch-list, or the first of its pages. */
  readonly beginsList: boolean;
}

const resources: ReadonlySet<string> = new Set([
  "cronjobs",
  "jobs",
  "pods",
  "namespaces",
  "events",
  "workloads",
  "selfsubjectaccessreviews",
  "selfsubjectreviews",
]);
const subresources: ReadonlySet<string> = new Set(["log", "status"]);

/** Path of a resource: after the version, perhaps a namespace, then plural, name, subresource. */
const resourcePath =
  /^\/(?:api|apis\/[^/]+)\/[^/]+\/(?:namespaces\/[^/]+\/(?=[^/]))?([^/]+)(?:\/([^/]+))?(?:\/([^/]+))?$/;
const discoveryPath = /^\/(?:api|apis\/[^/]+)(?:\/[^/]+)?$/;

/**
 * Names a request by a closed set of words, so that it can label a metric: what is not one of them
 * is "other", whatever it was.
 */
export function requestKind(
  method: "GET" | "POST" | "PATCH" | "DELETE",
  path: string,
  query: Readonly<Record<string, unknown>> = {},
): RequestKind {
  const [, plural = "", name, subresource] = resourcePath.exec(path) ?? [];
  const isCollection = plural !== "" && name === undefined;
  const verb = verbOf(method, isCollection, query.watch === true);
  const beginsList =
    verb === "watch" ? query.sendInitialEvents === true : verb === "list" && !query.continue;
  return { verb, resource: resourceOf(path, plural, subresource), beginsList };
}

function verbOf(
  method: "GET" | "POST" | "PATCH" | "DELETE",
  isCollection: boolean,
  watch: boolean,
): RequestKind["verb"] {
  if (method === "POST") return "create";
  if (method === "PATCH") return "patch";
  if (method === "DELETE") return "delete";
  if (watch) return "watch";
  return isCollection ? "list" : "get";
}

function resourceOf(path: string, plural: string, subresource: string | undefined): string {
  if (path === "/version") return "version";
  if (discoveryPath.test(path)) return "discovery";
  if (!resources.has(plural)) return "other";
  if (subresource === undefined) return plural;
  return subresources.has(subresource) ? `${plural}/${subresource}` : "other";
}
