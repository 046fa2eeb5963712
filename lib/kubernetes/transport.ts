import { Agent, type Dispatcher, ProxyAgent } from "undici";
import { connectionError } from "#lib/kubernetes/connection-failure";
import type { ClusterCredential, TlsMaterial } from "#lib/kubernetes/credential";
import { StatusError } from "#lib/kubernetes/status-error";
import type { Status } from "#lib/kubernetes/types";
import type { Clock } from "#lib/time/clock";

export interface TransportRequest {
  readonly method: "GET" | "POST" | "PATCH";
  /** From `url.ts`: nothing else builds paths. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: object;
  readonly contentType?: string;
  readonly accept?: string;
  /** How long the API server may take to begin its answer, in milliseconds. */
  readonly headersTimeoutMs?: number;
}

export interface TransportResponse {
  readonly status: number;
  readonly body: Dispatcher.ResponseData["body"];
}

const connectTimeoutMs = 10_000;
const headersTimeoutMs = 60_000;
/** More of an error's body than this is not a Status. */
const statusLimitBytes = 256 * 1024;

/**
 * Requests to one cluster with one credential, over one agent: opening one per call, as the vendor's
 * client does, costs a TLS handshake each (stack 5). Redirects are not followed, for a cluster has
 * none to give and another host must not see the credential. A stream may stay silent for long; its
 * reader judges that.
 */
export class Transport {
  readonly #credential: ClusterCredential;
  readonly #clock: Clock;
  #agent: { readonly key: string; readonly dispatcher: Dispatcher } | null = null;
  #offsetMs = 0;

  constructor(credential: ClusterCredential, clock: Clock) {
    this.#credential = credential;
    this.#clock = clock;
  }

  /** Milliseconds to add to our clock for the API server's, from the Date header of its last answer. */
  get serverTimeOffset(): number {
    return this.#offsetMs;
  }

  /**
   * Sends one request; a 401 is tried once more with the credential read anew. Nothing else is ever
   * repeated here: whether a write reached the cluster is not ours to guess.
   *
   * @throws StatusError for 4xx and 5xx, ConnectionError for anything below HTTP.
   */
  async request(request: TransportRequest, signal?: AbortSignal): Promise<TransportResponse> {
    try {
      return await this.#send(request, signal);
    } catch (error) {
      if (!(error instanceof StatusError) || error.code !== 401) throw error;
      this.#credential.renew();
      return await this.#send(request, signal);
    }
  }

  async close(): Promise<void> {
    await this.#agent?.dispatcher.destroy();
    this.#agent = null;
  }

  async #send(request: TransportRequest, signal?: AbortSignal): Promise<TransportResponse> {
    const { server } = this.#credential;
    const { headers, tls } = await this.#credential.authenticate();
    const { method, body, contentType = "application/json", accept = "application/json" } = request;
    let answer: Dispatcher.ResponseData;
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
        headersTimeout: request.headersTimeoutMs ?? headersTimeoutMs,
        bodyTimeout: 0,
        ...(signal ? { signal } : {}),
      });
    } catch (error) {
      signal?.throwIfAborted();
      throw connectionError(error, server);
    }
    this.#learnTime(answer.headers.date);
    if (answer.statusCode < 300) return { status: answer.statusCode, body: answer.body };
    const retryAfter = answer.headers["retry-after"];
    throw new StatusError(
      await statusOf(answer, server.host),
      answer.statusCode,
      typeof retryAfter === "string" ? retryAfter : null,
    );
  }

  #dispatcher(tls: TlsMaterial): Dispatcher {
    const key = JSON.stringify(tls);
    if (this.#agent?.key === key) return this.#agent.dispatcher;
    // Streams of the old agent go on until they end by themselves.
    void this.#agent?.dispatcher.close().catch(() => {});
    const { proxyUrl } = this.#credential;
    const dispatcher = proxyUrl
      ? new ProxyAgent({ uri: proxyUrl, requestTls: tls })
      : new Agent({
          connect: {
            ...tls,
            timeout: connectTimeoutMs,
            keepAlive: true,
            keepAliveInitialDelay: 15_000,
          },
          keepAliveTimeout: 30_000,
          pipelining: 1,
          // One connection a watch: a stalled one then stalls nothing else.
          allowH2: false,
        });
    this.#agent = { key, dispatcher };
    return dispatcher;
  }

  #learnTime(date: string | string[] | undefined): void {
    const server = typeof date === "string" ? Date.parse(date) : Number.NaN;
    if (Number.isNaN(server)) return;
    // The header is cut to a second: half of it is the best guess, and less than that is agreement.
    const offset = server + 500 - this.#clock.now();
    this.#offsetMs = Math.abs(offset) < 1500 ? 0 : offset;
  }
}

function queryText(query: TransportRequest["query"]): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== "" && value !== false) params.set(name, String(value));
  }
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}

/** The Status in the body of an error; one made of its text where something else answered. */
async function statusOf(answer: Dispatcher.ResponseData, host: string): Promise<Status> {
  const text = await limitedText(answer.body);
  try {
    const status: unknown = JSON.parse(text);
    if (isStatus(status)) return status;
  } catch {
    // A proxy in between answers in its own words.
  }
  const said = text
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 300);
  return {
    code: answer.statusCode,
    message: `${host} answered ${answer.statusCode}${said ? `: ${said}` : ""}`,
  };
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
