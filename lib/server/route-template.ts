import { routes } from "#lib/api/routes";

/** One request as an operator sees it: nothing that a person typed or a cluster named. */
export interface AnsweredRequest {
  readonly id: string;
  /** From `routeTemplate`. */
  readonly route: string;
  /** GET, HEAD, POST or "other". */
  readonly method: string;
  /** The HTTP status; 499 when the client left before there was one. */
  readonly code: number;
  readonly seconds: number;
  /** Bytes written, headers included. */
  readonly bytes: number;
  /** It was an event stream or a download, so its time is how long somebody read. */
  readonly stream: boolean;
}

const fixed: ReadonlySet<string> = new Set([
  "/",
  "/cronjobs",
  "/jobs",
  "/pods",
  ...Object.values(routes),
  "/healthz",
  "/livez",
  "/readyz",
  "/metrics",
]);

/**
 * The route a request target belongs to, by a closed set of words: it may label a metric and stand
 * in a log, for it holds no name and no query.
 */
export function routeTemplate(target: string): string {
  const path = target.split(/[?#]/, 1)[0] ?? "";
  if (fixed.has(path)) return path;
  if (path.startsWith("/_next/")) return "/_next/*";
  if (/^\/logs\/[^/]+$/.test(path)) return "/logs/[namespace]";
  const object = /^\/(cronjobs|jobs|pods)\/[^/]+\/[^/]+$/.exec(path);
  return object ? `/${object[1]}/[namespace]/[name]` : "other";
}

/** The methods that are in use; what else a client sends as one is not repeated. */
export function knownMethod(method: string): string {
  return ["GET", "HEAD", "POST"].includes(method) ? method : "other";
}
