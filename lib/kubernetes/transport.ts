import { Agent, type Dispatcher, ProxyAgent } from "undici";
import { connectionError } from "#lib/kubernetes/connection-failure";
import type { Authentication, ClusterCredential, TlsMaterial } from "#lib/kubernetes/credential";
import type { UpstreamObserver } from "#lib/kubernetes/observer";
import { withoutCredential } from "#lib/kubernetes/own-credential";
import { explainRefusal } from "#lib/kubernetes/refused-credential";
import { requestKind } from "#lib/kubernetes/request-kind";
import { ServerTime } from "#lib/kubernetes/server-time";
import { ConnectionError, StatusError } from "#lib/kubernetes/status-error";
import type { Status } from "#lib/kubernetes/types";
import { type Message, text as says } from "#lib/texts/text";
import type { Clock } from "#lib/time/clock";

export interface TransportRequest {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** From `url.ts`: nothing else builds paths. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: object;
  readonly contentType?: string;
  readonly accept?: string;
  /** The answer goes on for as long as it likes, silent or not: its reader judges that. */
  readonly stream?: boolean;
  /** How long the API server may take to begin its answer, and to go on with it; in milliseconds. */
  readonly timeoutMs?: number;
}

export interface TransportResponse {
  readonly status: number;
  readonly body: Dispatcher.ResponseData["body"];
  /** Takes what was sent as credential out of a text of the answer. */
  readonly cleared: (text: string) => string;
}

export interface TransportOptions {
  readonly clock: Clock;
  readonly observer?: UpstreamObserver;
}

const connectTimeoutMs = 10_000;
/** What a list may take at most by the API server's own limit. */
const answerTimeoutMs = 60_000;
/** More of an error's body than this is not a Status. */
const statusLimitBytes = 256 * 1024;

/**
 * Requests to one cluster with one credential, over one agent: opening one per call, as the vendor's
 * client does, costs a TLS handshake each (stack 5). Redirects are not followed, for a cluster has
 * none to give and another host must not see the credential.
 */
export class Transport {
  readonly #credential: ClusterCredential;
  readonly #clock: Clock;
  readonly observer: UpstreamObserver | undefined;
  readonly #serverTime = new ServerTime();
  #agent: { readonly key: string; readonly dispatcher: Dispatcher } | null = null;

  constructor(credential: ClusterCredential, { clock, observer }: TransportOptions) {
    this.#credential = credential;
    this.#clock = clock;
    this.observer = observer;
  }

  /** Milliseconds to add to our clock for the API server's, by the Date headers of its answers. */
  get serverTimeOffset(): number {
    return this.#serverTime.offsetMs;
  }

  /**
   * Sends one request; a 401 is tried once more with the credential read anew. Nothing else is ever
   * repeated here: whether a write reached the cluster is not ours to guess.
   *
   * @throws StatusError for 4xx and 5xx, ConnectionError for anything below HTTP.
   */
  async request(request: TransportRequest, signal?: AbortSignal): Promise<TransportResponse> {
    const authentication = await this.#credential.authenticate();
    try {
      return await this.#send(request, authentication, signal);
    } catch (error) {
      if (!isUnauthorized(error)) throw error;
      this.#credential.renew(authentication);
    }
    const renewed = await this.#credential.authenticate();
    try {
      return await this.#send(request, renewed, signal);
    } catch (error) {
      if (!isUnauthorized(error)) throw error;
      throw explainRefusal(error, renewed.tls, this.#clock.now());
    }
  }

  /**
   * The whole answer, parsed.
   *
   * @throws as `request`; ConnectionError also for an answer that breaks off or is not JSON.
   */
  async json(request: TransportRequest, signal?: AbortSignal): Promise<unknown> {
    const { server, proxyUrl } = this.#credential;
    const { body } = await this.request(request, signal);
    let text: string;
    try {
      text = await body.text();
    } catch (error) {
      signal?.throwIfAborted();
      throw connectionError(error, server, proxyUrl);
    }
    try {
      return JSON.parse(text);
    } catch {
      // The parser quotes what it was given, which may repeat our credential.
      throw new ConnectionError(
        says("{server} sent an answer that is not JSON", { server: server.host }),
      );
    }
  }

  async close(): Promise<void> {
    await this.#agent?.dispatcher.destroy();
    this.#agent = null;
  }

  async #send(
    request: TransportRequest,
    { headers, tls }: Authentication,
    signal?: AbortSignal,
  ): Promise<TransportResponse> {
    const { server } = this.#credential;
    const { method, body, contentType = "application/json", accept = "application/json" } = request;
    const { stream = false, timeoutMs = answerTimeoutMs } = request;
    const sentAt = this.#clock.now();
    let answer: Dispatcher.ResponseData;
    let code = 0;
    try {
      answer = await this.#dispatcher(tls).request({
        origin: server.origin,
        path: `${server.pathname.replace(/\/$/, "")}${request.path}${queryText(request.query)}`,
        method,
        headers: {
          ...headers,
          accept,
          "user-agent": "batchboard",
          ...(body ? { "content-type": contentType } : {}),
        },
        body: body ? JSON.stringify(body) : null,
        headersTimeout: timeoutMs,
        bodyTimeout: stream ? 0 : timeoutMs,
        ...(signal ? { signal } : {}),
      });
      code = answer.statusCode;
    } catch (error) {
      signal?.throwIfAborted();
      throw connectionError(error, server, this.#credential.proxyUrl);
    } finally {
      const kind = requestKind(method, request.path, request.query);
      this.observer?.answered(kind, code, (this.#clock.now() - sentAt) / 1000);
    }
    this.#serverTime.learn(answer.headers.date, sentAt, this.#clock.now());
    const cleared = (text: string) => withoutCredential(text, headers);
    if (answer.statusCode < 300) return { status: answer.statusCode, body: answer.body, cleared };
    const retryAfter = answer.headers["retry-after"];
    const said = cleared(await limitedText(answer.body));
    const status = statusOf(said);
    throw new StatusError(
      status,
      answer.statusCode,
      typeof retryAfter === "string" ? retryAfter : null,
      status ? null : othersAnswer(said, answer.statusCode, server.host),
    );
  }

  #dispatcher(tls: TlsMaterial): Dispatcher {
    const key = JSON.stringify(tls);
    if (this.#agent?.key === key) return this.#agent.dispatcher;
    // Streams of the old agent go on until they end by themselves.
    void this.#agent?.dispatcher.close().catch(() => {});
    const { proxyUrl } = this.#credential;
    const connect = {
      ...tls,
      timeout: connectTimeoutMs,
      // A peer that is gone without a word is noticed 25 s after its last one.
      keepAlive: true,
      keepAliveInitialDelay: 15_000,
    };
    // One connection a watch, so no HTTP/2: a stalled one then stalls nothing else.
    const dispatcher = proxyUrl
      ? new ProxyAgent({ uri: proxyUrl, requestTls: connect, allowH2: false })
      : new Agent({ connect, keepAliveTimeout: 30_000, allowH2: false });
    this.#agent = { key, dispatcher };
    return dispatcher;
  }
}

function isUnauthorized(error: unknown): error is StatusError {
  return error instanceof StatusError && error.code === 401;
}

function queryText(query: TransportRequest["query"]): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== "" && value !== false) params.set(name, String(value));
  }
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}

/** The Status that is an error's text; null where something else answered, as a proxy in between. */
function statusOf(text: string): Status | null {
  try {
    const status: unknown = JSON.parse(text);
    return isStatus(status) ? status : null;
  } catch {
    return null;
  }
}

/** What something else than the API server answered, without its markup. */
function othersAnswer(text: string, code: number, server: string): Message {
  const said = text
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 300);
  const what = says("{server} answered {code}", { server, code });
  return said === "" ? what : says("{what}: {why}", { what, why: said });
}

async function limitedText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > statusLimitBytes) break;
    }
  } catch {
    // What arrived of it will do.
  }
  return Buffer.concat(chunks).toString("utf8");
}

function isStatus(value: unknown): value is Status {
  return typeof value === "object" && value !== null && (value as Status).kind === "Status";
}
