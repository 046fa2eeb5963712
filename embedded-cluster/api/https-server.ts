import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { Clock } from "#lib/time/clock";
import { type ApiServer, bodyLimit } from "./api-server.ts";
import { protobuf } from "./body.ts";
import { selfSigned } from "./certificate.ts";
import type { ApiRequest, ApiResponse } from "./request.ts";

/** An API server that listens. */
export interface Listening {
  /** `https://127.0.0.1:PORT`. */
  readonly url: string;
  /** What vouches for it, in PEM. */
  readonly certificate: string;
  /** Ends watches and connections. */
  close(): Promise<void>;
}

/** Serves on the loopback interface; port 0 takes a free one. */
export async function listen(server: ApiServer, clock: Clock, port = 0): Promise<Listening> {
  const serial = Buffer.concat([Buffer.from([1]), randomBytes(15)]);
  const { cert, key } = selfSigned(clock.now(), serial);
  // A header may be as long as Go's server lets it be.
  const secure = createServer({ cert, key, maxHeaderSize: 1024 * 1024 }, (request, response) => {
    answer(server, clock, request, response).catch(() => response.destroy());
  });
  // What is no HTTP at all ends its own connection and nothing else.
  secure.on("clientError", (_error, socket) => socket.destroy());
  secure.on("tlsClientError", (_error, socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    secure.once("error", reject);
    secure.listen(port, "127.0.0.1", resolve);
  });
  const { port: taken } = secure.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${taken}`,
    certificate: cert,
    close: () =>
      new Promise((resolve) => {
        secure.close(() => resolve());
        secure.closeAllConnections();
      }),
  };
}

async function answer(
  server: ApiServer,
  clock: Clock,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  outgoing.on("close", () => gone.abort());
  outgoing.on("error", () => gone.abort());
  const body = await readBody(incoming);
  const request: ApiRequest = {
    method: incoming.method ?? "GET",
    url: incoming.url ?? "/",
    headers: Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
    ),
    // Text would not survive as anything but UTF-8.
    body: incoming.headers["content-type"] === protobuf ? body : body.toString(),
    signal: gone.signal,
  };
  const { status, headers, body: result } = server.handle(request);
  outgoing.setHeader("cache-control", "no-cache, private");
  outgoing.setHeader("date", new Date(clock.now()).toUTCString());
  outgoing.writeHead(status, headers as Record<string, string | string[]>);
  if (typeof result === "string") outgoing.end(result);
  else await stream(result, outgoing, gone.signal);
}

/** The body, or more of it than is allowed; the rest is read and forgotten, so that the answer arrives. */
async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    if (size <= bodyLimit) chunks.push(chunk);
    size += chunk.length;
    if (size > 16 * bodyLimit) incoming.destroy();
  }
  return Buffer.concat(chunks);
}

async function stream(
  pieces: Exclude<ApiResponse["body"], string>,
  outgoing: ServerResponse,
  gone: AbortSignal,
): Promise<void> {
  outgoing.flushHeaders();
  for await (const piece of pieces) {
    if (gone.aborted) break;
    if (!outgoing.write(piece)) await drained(outgoing);
  }
  outgoing.end();
}

/** Resolves when there is room again, or nobody to wait for. */
function drained(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      outgoing.off("drain", done);
      outgoing.off("close", done);
      resolve();
    };
    outgoing.on("drain", done);
    outgoing.on("close", done);
    if (outgoing.destroyed) done();
  });
}
