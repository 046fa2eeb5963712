import { setTimeout as delay } from "node:timers/promises";
import { Agent, type Dispatcher, fetch, type Headers, ProxyAgent, type Response } from "undici";
import type { Authentication, ClusterCredential } from "#lib/kubernetes/credential";
import { loadKubeconfig } from "#lib/kubernetes/kubeconfig";
import { systemClock } from "#lib/time/clock";

/** An answer with the moments, by the API server's clock, between which it was made. */
export interface Answer {
  readonly body: unknown;
  readonly earliestMs: number;
  readonly latestMs: number;
}

/** Whatever came back, a success or not. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** What the text says, or null where it is no JSON. */
  readonly body: unknown;
}

export interface Send {
  /** Text and bytes are sent as they are, anything else as JSON. */
  readonly body?: unknown;
  readonly type?: string;
  readonly accept?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** An answer that is no success, with the API server's own message. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = "Refusal";
    this.status = status;
  }
}

/** A connection that broke before the whole answer was there. */
class CutOff extends Error {}

/** Whether the same question may well be answered in a moment: too busy, or cut off. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Refusal)) return error instanceof CutOff;
  return error.status === 429 || error.status >= 500;
}

const mergePatch = "application/merge-patch+json";
const patienceMs = 30_000;
const retryMs = 500;

/**
 * The API server as any client sees it. Of the dashboard's code it takes what reads a kubeconfig, and
 * not the client, which is under test.
 */
export class Api {
  readonly #credential: ClusterCredential;
  readonly #authenticate: () => Promise<Authentication>;
  #agent: Dispatcher | undefined;

  /** The cluster of the kubeconfig, as its user or as nobody whom the API server knows. */
  constructor(kubeconfig: string, { anonymous = false } = {}) {
    this.#credential = loadKubeconfig({ kubeconfig, clock: systemClock });
    this.#authenticate = async () => {
      const known = await this.#credential.authenticate();
      if (!anonymous) return known;
      const { cert: _, key: __, ...tls } = known.tls;
      return { headers: {}, tls };
    };
  }

  /**
   * Sends one request and gives what came back.
   *
   * @throws CutOff alone.
   */
  async call(method: string, path: string, options: Send = {}): Promise<Reply> {
    const response = await this.#fetch(method, path, options);
    const text = await whole(response.text());
    return { status: response.status, headers: response.headers, text, body: parsed(text) };
  }

  /**
   * For half a minute a read is repeated while it may well work in a moment, and a write that the
   * API server was too busy to look at.
   *
   * @throws Refusal for any answer but a success, or what cut it off.
   */
  async send(method: string, path: string, options: Send = {}): Promise<Answer> {
    for (const deadline = Date.now() + patienceMs; ; await delay(retryMs)) {
      try {
        return await this.#once(method, path, options);
      } catch (error) {
        const unread = error instanceof Refusal && error.status === 429;
        const again = method === "GET" ? isPassing(error) : unread;
        if (!again || Date.now() > deadline) throw error;
      }
    }
  }

  get(path: string, accept?: string): Promise<Answer> {
    return this.send("GET", path, accept === undefined ? {} : { accept });
  }

  create(path: string, body: unknown): Promise<Answer> {
    return this.send("POST", path, { body });
  }

  patch(path: string, body: unknown): Promise<Answer> {
    return this.send("PATCH", path, { body, type: mergePatch });
  }

  delete(path: string, body: unknown = {}): Promise<Answer> {
    return this.send("DELETE", path, { body });
  }

  /**
   * Opens a watch: once this resolves, no change is missed. The events end when the API server likes.
   *
   * @throws Refusal, or what cut it off; the events only that.
   */
  async watch(path: string, accept: string, signal: AbortSignal): Promise<AsyncIterable<unknown>> {
    return eventsOf(await this.follow(path, { accept, signal }));
  }

  /**
   * Opens a stream of lines, as a followed log is one: once this resolves, it has begun.
   *
   * @throws Refusal, or what cut it off; the lines only that.
   */
  async follow(path: string, options: Send = {}): Promise<AsyncGenerator<string>> {
    const response = await this.#fetch("GET", path, options);
    if (response.ok) return linesOf(response);
    throw await refusal("GET", path, response);
  }

  async close(): Promise<void> {
    await this.#agent?.destroy();
  }

  async #once(method: string, path: string, options: Send): Promise<Answer> {
    const begun = performance.now();
    const response = await this.#fetch(method, path, options);
    if (!response.ok) throw await refusal(method, path, response);
    // The Date header is the end of the work, cut to its second.
    const date = Date.parse(response.headers.get("date") ?? "");
    const answer: unknown = JSON.parse(await whole(response.text()));
    return { body: answer, earliestMs: date - (performance.now() - begun), latestMs: date + 999 };
  }

  async #fetch(method: string, path: string, options: Send): Promise<Response> {
    const { body, type, accept, headers, signal } = options;
    const { headers: authentication, tls } = await this.#authenticate();
    const { server, proxyUrl } = this.#credential;
    // No time limit on a body: a watch may be silent for long.
    this.#agent ??= proxyUrl
      ? new ProxyAgent({ uri: proxyUrl, requestTls: tls, bodyTimeout: 0 })
      : new Agent({ connect: tls, bodyTimeout: 0 });
    const sent = fetch(server.href.replace(/\/$/, "") + path, {
      method,
      dispatcher: this.#agent,
      headers: {
        ...(authentication as Record<string, string>),
        accept: accept ?? "application/json",
        ...(body === undefined ? {} : { "content-type": type ?? "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: encoded(body) }),
      ...(signal ? { signal } : {}),
    });
    return whole(sent);
  }
}

function encoded(body: unknown): string | Uint8Array {
  return typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function refusal(method: string, path: string, response: Response): Promise<Refusal> {
  const text = await whole(response.text());
  return new Refusal(response.status, `${method} ${path}: ${response.status} ${text}`);
}

async function* eventsOf(lines: AsyncIterable<string>): AsyncGenerator<unknown> {
  for await (const line of lines) yield JSON.parse(line);
}

async function* linesOf({ body }: Response): AsyncGenerator<string> {
  const reader = body?.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  while (reader) {
    const { done, value } = await whole(reader.read());
    const lines = (rest + decoder.decode(value, { stream: !done })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
    if (!done) continue;
    if (rest !== "") yield rest;
    return;
  }
}

async function whole<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    throw new CutOff(`the connection broke: ${cause}`, { cause });
  }
}
