import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { contentSecurityPolicy, type GateRequest, gate, securityHeaders } from "#lib/server/gate";
import type { Session } from "#lib/server/session";
import { refusalPage } from "./refusal-page.ts";

/** How the app answers what has passed the gate. */
export type App = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface HttpServerOptions {
  readonly session: () => Session;
  readonly app: App;
  readonly ready: () => boolean;
  /** A link was opened: it is used up. */
  readonly redeemed: () => void;
}

/** Serves the app behind the gate and the session; see `lib/server/gate.ts` for what is refused. */
export function createHttpServer(options: HttpServerOptions): Server {
  const server = createServer(
    { maxHeaderSize: 32 * 1024, requestTimeout: 30_000 },
    (request, response) => {
      const { port } = request.socket.address() as { port: number };
      void answer(options, port, request, response).catch(() => {
        if (!response.headersSent) response.writeHead(500);
        response.end();
      });
    },
  );
  server.keepAliveTimeout = 20_000;
  return server;
}

/** The parts of a Node request the gate looks at. A header that came twice is none we know. */
function gateRequest({ method = "", url = "", headersDistinct }: IncomingMessage): GateRequest {
  return { method, url, header: (name) => headersDistinct[name]?.join(",") ?? null };
}

async function answer(
  { session, app, ready, redeemed }: HttpServerOptions,
  port: number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
  const refused = gate(gateRequest(request), port);
  if (refused) return refuse(request, response, refused.status, refused.message, refused.code);
  const url = new URL(request.url ?? "/", "http://gate");
  if (url.pathname === "/healthz") return plain(response, 200, "ok");
  if (url.pathname === "/readyz")
    return ready() ? plain(response, 200, "ok") : plain(response, 503, "not ready");

  const known = session().verify(request.headers.cookie);
  const key = url.searchParams.get("key");
  if (key !== null && request.method === "GET" && !url.pathname.startsWith("/api/")) {
    const cookie = session().redeem(key);
    if (cookie === null && !known)
      return refuse(request, response, 401, usedLink, "unauthenticated");
    if (cookie !== null) {
      response.setHeader("set-cookie", cookie);
      redeemed();
    }
    url.searchParams.delete("key");
    response.writeHead(303, {
      location: `${url.pathname}${url.search}`,
      "cache-control": "no-store",
    });
    response.end();
    return;
  }
  const asset = url.pathname.startsWith("/_next/static/");
  if (!known && !asset && url.pathname !== "/icon.svg") {
    return refuse(request, response, 401, noSession, "unauthenticated");
  }
  if (!asset) {
    // Next reads the nonce for its scripts from the request; what a client sent there is not it.
    const nonce = randomBytes(16).toString("base64");
    const policy = contentSecurityPolicy(nonce);
    request.headers["content-security-policy"] = policy;
    request.headers["x-nonce"] = nonce;
    response.setHeader("content-security-policy", policy);
    response.setHeader("cache-control", "no-store");
  }
  await app(request, response);
}

const noSession =
  "This browser has no session. Open the link that Batchboard printed where it was started.";
const usedLink =
  "This link was used already, or is of an earlier start. Batchboard printed a new one where it was started.";

function plain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain", "cache-control": "no-store" });
  response.end(`${text}\n`);
}

/** Programs get JSON, people a page. */
function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  message: string,
  code: string,
): void {
  const page =
    (request.headers.accept ?? "").includes("text/html") && !request.url?.startsWith("/api/");
  response.writeHead(status, {
    "content-type": page ? "text/html; charset=utf-8" : "application/json",
    "cache-control": "no-store",
    "content-security-policy":
      "default-src 'none'; style-src-attr 'unsafe-inline'; frame-ancestors 'none'",
    connection: "close",
  });
  response.end(page ? refusalPage(status, message) : `${JSON.stringify({ code, message })}\n`);
}
