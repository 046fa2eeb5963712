import {
  type Agent,
  type ClientRequest,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { request as httpsRequest } from "node:https";
import type { Authentication } from "#lib/kubernetes/credential";
import { sendStatus } from "#lib/kubernetes/testing/answer";
import type { Clock } from "#lib/time/clock";

/** What a test tells requests apart by. */
export interface PassedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
}

/** An error as the API server words it. */
export interface InjectedStatus {
  readonly code: number;
  readonly reason: string;
  readonly message?: string;
  /** The `Retry-After` header. */
  readonly retryAfterSeconds?: number;
}

/** How an answer came to its end: whole, cut off, or of no more use to a client that had left. */
export type PassageEnd = "whole" | "broken" | "left";

export interface PassageOptions {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly agent: Agent;
  /** Headers to add for the API server. */
  readonly credential: Authentication["headers"];
  /** Of the API server. */
  readonly url: URL;
  readonly clock: Clock;
  /** Resets the connection to the client. */
  readonly reset: () => void;
}

/** A slice of a throttled answer comes ten times a second. */
const sliceMs = 100;

/** One request on its way to the API server, and its answer on the way back. */
export class Passage implements PassedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  /** Of the answer; 0 before it. */
  status = 0;
  /** How many bytes of the answer's body the client was sent. */
  bytes = 0;
  /** Null while it is under way. */
  end: PassageEnd | null = null;
  readonly #options: PassageOptions;
  readonly #ended = new AbortController();
  #outgoing: ClientRequest | null = null;
  #bytesPerSecond: number | null = null;
  #torn = false;
  #silent = false;

  constructor(options: PassageOptions) {
    const { request, response } = options;
    const url = new URL(request.url ?? "/", "https://proxy");
    this.#options = options;
    this.method = request.method ?? "";
    // As it came: names may be encoded.
    this.path = (request.url ?? "").split("?")[0] ?? "";
    this.query = url.searchParams;
    this.headers = request.headers;
    response.once("close", () => this.#finish("left"));
  }

  /** Passes the request on, and the answer back as it comes. */
  pass(): void {
    const { request, url, agent, credential } = this.#options;
    const { host: _, ...brought } = request.headers;
    const send = url.protocol === "https:" ? httpsRequest : httpRequest;
    const outgoing = send(new URL(request.url ?? "/", url), {
      method: this.method,
      headers: { ...brought, ...credential },
      agent,
    });
    this.#outgoing = outgoing;
    outgoing.on("response", (answer) => void this.#carry(answer));
    outgoing.on("error", () => {
      if (!this.#silent) this.reset();
    });
    request.pipe(outgoing);
  }

  delay(ms: number): void {
    const pass = () => this.pass();
    // A client that has left needs nothing any more.
    this.#options.clock.sleep(ms, this.#ended.signal).then(pass, () => {});
  }

  refuse({ code, reason, message = reason, retryAfterSeconds }: InjectedStatus): void {
    const headers: Record<string, string> =
      retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) };
    this.status = code;
    this.#options.response.once("finish", () => this.#finish("whole"));
    sendStatus(this.#options.response, code, reason, message, headers);
  }

  drop(): void {
    this.#silent = true;
    this.#options.request.resume();
  }

  /** Passes the request on and forgets the answer. */
  passUnanswered(): void {
    this.#silent = true;
    this.pass();
    this.#outgoing?.once("response", (answer) => answer.destroy());
  }

  /** From now on nothing comes any more: the API server is let go of, the client is not told. */
  silence(): void {
    this.#silent = true;
    this.#outgoing?.destroy();
  }

  /** Ends the answer here, as the API server ends a watch whose time is over. */
  finish(): void {
    this.#silent = true;
    this.#outgoing?.destroy();
    this.#options.response.once("finish", () => this.#finish("whole"));
    this.#options.response.end();
  }

  /** Resets the connection to the client. */
  reset(): void {
    this.#finish("broken");
    this.#outgoing?.destroy();
    this.#options.reset();
  }

  /** Resets it in the middle of the next line of the answer. */
  tear(): void {
    this.#torn = true;
  }

  /** Null for as fast as it goes. */
  throttle(bytesPerSecond: number | null): void {
    this.#bytesPerSecond = bytesPerSecond;
  }

  async #carry(answer: IncomingMessage): Promise<void> {
    const { response } = this.#options;
    try {
      if (this.#silent) return;
      this.status = answer.statusCode ?? 0;
      const { connection: _, "transfer-encoding": __, ...headers } = answer.headers;
      response.writeHead(this.status, headers);
      response.flushHeaders();
      for await (const chunk of answer) {
        for (const slice of this.#slices(chunk as Buffer)) if (!(await this.#send(slice))) return;
      }
      response.once("finish", () => this.#finish("whole"));
      response.end();
    } catch {
      if (!this.#silent) this.reset();
    }
  }

  /** Gives false where the answer goes no further. */
  async #send(slice: Buffer): Promise<boolean> {
    const { clock, response } = this.#options;
    const pause = this.#bytesPerSecond ? (slice.length / this.#bytesPerSecond) * 1000 : 0;
    if (pause > 0) await clock.sleep(pause, this.#ended.signal);
    if (this.#silent || this.end !== null) return false;
    const sent = this.#torn ? slice.subarray(0, Math.ceil(lineLength(slice) / 2)) : slice;
    this.bytes += sent.length;
    await new Promise((resolve) => response.write(sent, resolve));
    if (this.#torn) this.reset();
    return !this.#torn;
  }

  *#slices(chunk: Buffer): Generator<Buffer> {
    for (let at = 0; at < chunk.length; ) {
      // Asked again each time: the fault may be taken back on the way.
      const rate = this.#bytesPerSecond;
      const size = rate === null ? chunk.length : Math.max(1, Math.floor((rate * sliceMs) / 1000));
      yield chunk.subarray(at, at + size);
      at += size;
    }
  }

  #finish(end: PassageEnd): void {
    if (this.end !== null) return;
    this.end = end;
    this.#ended.abort();
    if (end === "left") this.#outgoing?.destroy();
  }
}

function lineLength(bytes: Buffer): number {
  const end = bytes.indexOf("\n");
  return end < 0 ? bytes.length : end;
}
