import { randomBytes } from "node:crypto";
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { RequestError, retryAfterSeconds, toApiError } from "#lib/server/api-error";
import {
  type GateRequest,
  gate,
  isLinkFromElsewhere,
  pagePolicy,
  type Refusal,
  securityHeaders,
} from "#lib/server/gate";
import type { AnsweredRequest } from "#lib/server/route-template";
import type { Session } from "#lib/server/session";
import { type Language, wordingOf } from "#lib/texts/language";
import { preferredLanguage } from "#lib/texts/preferred-language";
import { text } from "#lib/texts/text";
import { whenAnswered } from "./answered-request.ts";
import { answerProbe, type Probed, plain } from "./probes.ts";
import { refusalPage, refusalPolicy } from "./refusal-page.ts";

/** The app behind the gate, and what decides who gets to it. */
export interface Site extends Probed {
  readonly session: Session;
  /** How the app answers what has passed the gate. */
  readonly app: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Lets a request in; throws RequestError when there is too little left to serve it. */
  readonly admit: () => void;
  /** Told of each request when the connection is done with it. */
  readonly answered: (request: AnsweredRequest) => void;
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
  // Until a request is answered to its end, what cannot be read on its connection is of its own.
  const answering = new WeakSet<Duplex>();
  server.on("request", ({ socket }, response) => {
    answering.add(socket);
    response.once("finish", () => response.shouldKeepAlive && answering.delete(socket));
  });
  server.on("clientError", (error, socket) => {
    if (answering.has(socket)) (socket as Socket).destroySoon();
    else refuseUnreadable(error, socket);
  });
  return server;
}

/** Puts the site behind the gate and the session; `lib/server/gate.ts` says what is refused. */
export function serve(server: Server, site: Site): void {
  server.off("request", starting);
  // To accept may fail, when there are no descriptors left: those who are in stay.
  server.on("error", site.failed);
  server.on("request", (request, response) => {
    whenAnswered(request, response, site.answered);
    void answer(site, request, response).catch((error: unknown) => {
      site.failed(error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
}

async function answer(
  site: Site,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { session, app, redeemed } = site;
  const asked = gateRequest(request);
  setHeaders(response, securityHeaders);
  const refused = gate(asked, session.port);
  if (refused) return await refuse(request, response, refused);
  const url = new URL(asked.url, "http://gate");
  if (await answerProbe(site, url, response)) return;

  const known = session.verify(request.headers.cookie);
  const key = url.searchParams.get("key");
  if (key !== null && request.method === "GET" && !url.pathname.startsWith("/api/")) {
    const cookie = session.redeem(key);
    if (cookie === null && !known) {
      return await refuse(request, response, usedLink, isLinkFromElsewhere(asked));
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
  if (!known) return await refuse(request, response, noSession, isLinkFromElsewhere(asked));
  const full = refusedAdmission(site);
  if (full) {
    response.setHeader("retry-after", String(retryAfterSeconds));
    return await refuse(request, response, full);
  }
  // Next says itself how long its hashed files last.
  if (url.pathname.startsWith("/_next/static/")) response.removeHeader("cache-control");
  // What stands here wins over what a route says. Compressed, a stream's events would be held back.
  else if (url.pathname.startsWith("/api/"))
    response.setHeader("cache-control", "no-store, no-transform");
  else setPagePolicy(request, response);
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
  message: text(
    "This browser has no session. Open the link that Batchboard printed where it was started.",
  ),
};
const usedLink: Refusal = {
  status: 401,
  code: "unauthenticated",
  message: text(
    "This link was used already, or is of an earlier start. Batchboard printed a new one where it was started.",
  ),
};

function starting(_: IncomingMessage, response: ServerResponse): void {
  setHeaders(response, { ...securityHeaders, "retry-after": "1" });
  plain(response, 503, "starting");
}

function refusedAdmission({ admit }: Site): Refusal | null {
  try {
    admit();
    return null;
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return { status: 503, ...toApiError(error) };
  }
}

/** Programs get JSON, people a page in their language. */
async function refuse(
  { headers, url = "" }: IncomingMessage,
  response: ServerResponse,
  { status, ...error }: Refusal,
  again = false,
): Promise<void> {
  const { accept = "" } = headers;
  const isPage = accept.includes("text/html") && !url.startsWith("/api/");
  setHeaders(response, {
    // The rest of a refused request is not worth reading.
    connection: "close",
    "content-type": isPage ? "text/html; charset=utf-8" : "application/json",
    ...(isPage ? { "content-security-policy": refusalPolicy } : {}),
    ...(status === 405 ? { allow: url.startsWith("/api/") ? "GET, POST" : "GET, HEAD" } : {}),
  });
  response.statusCode = status;
  const body = isPage
    ? refusalPage(status, error.message, await wordingOf(readersLanguage(headers)), again)
    : JSON.stringify(error);
  response.end(body);
}

/** What the browser's cookie says was chosen, else what it asks for. */
function readersLanguage(headers: IncomingHttpHeaders): Language {
  const [, chosen] = /(?:^|;\s*)language=([^;]*)/.exec(headers.cookie ?? "") ?? [];
  return preferredLanguage(chosen, headers["accept-language"] ?? null);
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
