import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import {
  type GateRequest,
  gate,
  isLinkFromElsewhere,
  pagePolicy,
  type Refusal,
  securityHeaders,
} from "#lib/server/gate";
import type { Session } from "#lib/server/session";
import { refusalPage, refusalPolicy } from "./refusal-page.ts";

/** The app behind the gate, and what decides who gets to it. */
export interface Site {
  readonly session: Session;
  /** How the app answers what has passed the gate. */
  readonly app: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  readonly ready: () => boolean;
  /** A link was opened: it is used up. */
  readonly redeemed: () => void;
  readonly failed: (error: unknown) => void;
}

/** A server that answers "starting" until `serve` gives it its site. */
export function createHttpServer(): Server {
  const server = createServer({
    maxHeaderSize: 32 * 1024,
    requestTimeout: 30_000,
    keepAliveTimeout: 20_000,
    // The gate answers a request without Host, so that this answer has our headers too.
    requireHostHeader: false,
  });
  server.on("request", starting);
  server.on("clientError", refuseUnreadable);
  return server;
}

/** Puts the site behind the gate and the session; `lib/server/gate.ts` says what is refused. */
export function serve(server: Server, site: Site): void {
  server.off("request", starting);
  server.on("request", (request, response) => {
    void answer(site, request, response).catch((error: unknown) => {
      site.failed(error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
}

async function answer(
  { session, app, ready, redeemed }: Site,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const asked = gateRequest(request);
  setHeaders(response, securityHeaders);
  const refused = gate(asked, session.port);
  if (refused) return refuse(request, response, refused);
  const url = new URL(asked.url, "http://gate");
  if (url.pathname === "/healthz") return plain(response, 200, "ok");
  if (url.pathname === "/readyz") {
    return ready() ? plain(response, 200, "ok") : plain(response, 503, "not ready");
  }

  const known = session.verify(request.headers.cookie);
  const key = url.searchParams.get("key");
  if (key !== null && request.method === "GET" && !url.pathname.startsWith("/api/")) {
    const cookie = session.redeem(key);
    if (cookie === null && !known) {
      return refuse(request, response, usedLink, isLinkFromElsewhere(asked));
    }
    if (cookie !== null) {
      response.setHeader("set-cookie", cookie);
      redeemed();
    }
    url.searchParams.delete("key");
    response.writeHead(303, { location: `${url.pathname}${url.search}` });
    response.end();
    return;
  }
  if (!known) return refuse(request, response, noSession, isLinkFromElsewhere(asked));
  // Next says itself how long its hashed files last.
  if (url.pathname.startsWith("/_next/static/")) response.removeHeader("cache-control");
  else setPagePolicy(request, response);
  // What stands here wins over what a route says. Compressed, a stream's events would be held back.
  if (url.pathname.startsWith("/api/"))
    response.setHeader("cache-control", "no-store, no-transform");
  await app(request, response);
}

/** Next reads the nonce for its scripts from the request; what a client sent there is not it. */
function setPagePolicy(request: IncomingMessage, response: ServerResponse): void {
  const nonce = randomBytes(16).toString("base64");
  const policy = pagePolicy(nonce);
  request.headers["content-security-policy"] = policy;
  request.headers["x-nonce"] = nonce;
  response.setHeader("content-security-policy", policy);
}

/** The parts of a Node request the gate looks at. A header that came twice is none we know. */
function gateRequest({ method = "", url = "", headersDistinct }: IncomingMessage): GateRequest {
  return { method, url, header: (name) => headersDistinct[name]?.join(",") ?? null };
}

const noSession: Refusal = {
  status: 401,
  code: "unauthenticated",
  message:
    "This browser has no session. Open the link that Batchboard printed where it was started.",
};
const usedLink: Refusal = {
  status: 401,
  code: "unauthenticated",
  message:
    "This link was used already, or is of an earlier start. Batchboard printed a new one where it was started.",
};

function starting(_: IncomingMessage, response: ServerResponse): void {
  setHeaders(response, { ...securityHeaders, "retry-after": "1" });
  plain(response, 503, "starting");
}

function plain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain" });
  response.end(`${text}\n`);
}

/** Programs get JSON, people a page. */
function refuse(
  { headers: { accept = "" }, url = "" }: IncomingMessage,
  response: ServerResponse,
  { status, code, message }: Refusal,
  again = false,
): void {
  const isPage = accept.includes("text/html") && !url.startsWith("/api/");
  setHeaders(response, {
    // The rest of a refused request is not worth reading.
    connection: "close",
    "content-type": isPage ? "text/html; charset=utf-8" : "application/json",
    ...(isPage ? { "content-security-policy": refusalPolicy } : {}),
    ...(status === 405 ? { allow: url.startsWith("/api/") ? "GET, POST" : "GET, HEAD" } : {}),
  });
  response.statusCode = status;
  response.end(isPage ? refusalPage(status, message, again) : JSON.stringify({ code, message }));
}

/** What Node could not read as a request. */
function refuseUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable) return void socket.destroy();
  const line =
    error.code === "HPE_HEADER_OVERFLOW"
      ? "431 Request Header Fields Too Large"
      : error.code === "ERR_HTTP_REQUEST_TIMEOUT"
        ? "408 Request Timeout"
        : "400 Bad Request";
  const headers = Object.entries(securityHeaders).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${line}\r\nconnection: close\r\n${headers.join("")}\r\n`);
}

function setHeaders(response: ServerResponse, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}
