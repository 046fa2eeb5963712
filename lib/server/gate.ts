import { actionHeader } from "#lib/api/actions";
import type { ApiError } from "#lib/api/errors";
import { routes } from "#lib/api/routes";
import type { Session } from "#lib/server/session";
import { type Message, text } from "#lib/texts/text";

/** What the gate looks at; header names in lower case, repeated headers joined by a comma. */
export interface GateRequest {
  readonly method: string;
  /** The request target as sent. */
  readonly url: string;
  header(name: string): string | null;
}

export interface Refusal extends ApiError {
  readonly status: number;
}

const urlLimit = 8_192;
/** In bytes: a manifest is longer than anything else that is posted. */
const bodyLimit = (url: string) => (url.split("?", 1)[0] === routes.creations ? 512 : 64) * 1024;
const loopbackHosts = ["localhost", "127.0.0.1", "[::1]"];

/**
 * Whether a request may go on to the app at all, whoever sent it. Null when it may. The port is the
 * one this process listens on.
 *
 * - Host must be a loopback name with our port: a page elsewhere that points its own name at
 *   127.0.0.1 (DNS rebinding) is refused with 421.
 * - A browser must have sent it from our own origin or by a person's own navigation; there are no
 *   CORS headers, ever.
 * - State changes by POST with JSON and our header only: no form of another site can send that.
 * - The framework's own POST protocols (Server Actions) are not in use and therefore closed.
 */
export function gate(request: GateRequest, port: number): Refusal | null {
  const { method, url } = request;
  if (url.length > urlLimit) return refuse(414, "invalid", text("The address is too long."));
  if (!url.startsWith("/") || url.startsWith("//")) {
    return refuse(421, "invalid", text("The request names another server."));
  }
  if (!isPlainPath(url))
    return refuse(400, "invalid", text("The path is not written as browsers do."));
  if (!isOurHost(request.header("host"), port)) {
    return refuse(
      421,
      "cross-origin",
      text("Batchboard answers on its own loopback address only."),
    );
  }
  if (request.header("upgrade") !== null) {
    return refuse(400, "invalid", text("Batchboard has no WebSockets."));
  }
  if (
    request.header("next-action") !== null ||
    request.header("x-middleware-subrequest") !== null
  ) {
    return refuse(400, "invalid", text("Batchboard has no Server Actions."));
  }
  if (!isSameOrigin(request)) {
    return refuse(403, "cross-origin", text("The request comes from another site."));
  }
  const toApi = url.startsWith("/api/");
  // HEAD is no way to an API: it would open a stream that nobody reads.
  if (method === "GET" || (method === "HEAD" && !toApi)) return null;
  if (method !== "POST" || !toApi) {
    return refuse(
      405,
      "invalid",
      text("{method} is not possible here.", { method: method.slice(0, 20) }),
    );
  }
  const length = request.header("content-length") ?? "";
  if (!/^\d+$/.test(length) || Number(length) > bodyLimit(url)) {
    return refuse(413, "invalid", text("The request's length is missing or too large."));
  }
  const json = /^application\/json\s*(;|$)/i.test(request.header("content-type") ?? "");
  if (!json || request.header(actionHeader) !== "1") {
    return refuse(
      403,
      "cross-origin",
      text("A change must be JSON and carry Batchboard's own header."),
    );
  }
  return null;
}

/**
 * What is wrong with a request that has reached a route handler: the same questions once more, so
 * that no way around the server in front (a proxy rule, a rewrite) is a way in.
 */
export function refusalOf(request: Request, session: Session): ApiError | null {
  const { pathname, search } = new URL(request.url);
  const { method, headers } = request;
  const url = pathname + search;
  const refused = gate({ method, url, header: (name) => headers.get(name) }, session.port);
  if (refused) return { code: refused.code, message: refused.message };
  if (session.verify(headers.get("cookie"))) return null;
  return {
    code: "unauthenticated",
    message: text("This browser has no session."),
    hint: text("Open the link that Batchboard printed where it was started."),
  };
}

/** What the gate read must be what everything behind it reads: no dot segments, no backslashes. */
function isPlainPath(url: string): boolean {
  const path = url.split(/[?#]/, 1)[0];
  return URL.parse(url, "http://gate")?.pathname === path;
}

/** Browsers leave out port 80, which is http's own. */
function isOurHost(host: string | null, port: number): boolean {
  return loopbackHosts.some((name) => host === (port === 80 ? name : `${name}:${port}`));
}

/**
 * Whether a person followed a link from another page. The browser keeps the session's cookie back
 * then (SameSite=Strict), so that this alone says nothing about who it is.
 */
export function isLinkFromElsewhere({ method, url, header }: GateRequest): boolean {
  const site = header("sec-fetch-site");
  return (
    (site === "cross-site" || site === "same-site") &&
    header("sec-fetch-mode") === "navigate" &&
    header("sec-fetch-dest") === "document" &&
    method === "GET" &&
    !url.startsWith("/api/")
  );
}

/** Browsers say where a request comes from; a tool such as curl says nothing, and has no cookie either. */
function isSameOrigin(request: GateRequest): boolean {
  const site = request.header("sec-fetch-site");
  // Following a link is a person's own doing, and changes nothing.
  if (site !== null && site !== "same-origin" && site !== "none")
    return isLinkFromElsewhere(request);
  const origin = request.header("origin");
  if (origin !== null) return origin === `http://${request.header("host")}`;
  return request.method === "GET" || request.method === "HEAD" || site === "same-origin";
}

/**
 * The policy of a page: a nonce for scripts and styles, all else from our own origin or not at all.
 * (Trusted Types are no part of it: Next's loader sets script addresses as plain text.)
 */
export function pagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${nonce}'`,
    // Widths and positions of virtual rows are style attributes; they cannot load or run anything.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    closed,
  ].join("; ");
}

const closed = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'";

/** On every response, errors included; a page has `pagePolicy` instead of this policy. */
export const securityHeaders: Readonly<Record<string, string>> = {
  "content-security-policy": `default-src 'none'; ${closed}`,
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
};

function refuse(status: number, code: Refusal["code"], message: Message): Refusal {
  return { status, code, message };
}
