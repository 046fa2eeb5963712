import { setTimeout as delay } from "node:timers/promises";
import { Agent, fetch, type RequestInit, type Response } from "undici";

/** An answer with the moments, by the API server's clock, between which it was made. */
export interface Answer {
  readonly body: unknown;
  readonly earliestMs: number;
  readonly latestMs: number;
}

export interface Send {
  readonly body?: unknown;
  readonly type?: string;
  readonly accept?: string;
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

/** The API server as any client sees it, through a proxy and not by the dashboard's own client. */
export class Api {
  readonly #agent: Agent;

  constructor(socketPath: string) {
    this.#agent = new Agent({ connect: { socketPath }, bodyTimeout: 0 });
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
    return eventsOf(await this.#fetch("GET", path, { headers: { accept }, signal }));
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }

  async #once(method: string, path: string, { body, type, accept }: Send): Promise<Answer> {
    const begun = performance.now();
    const response = await this.#fetch(method, path, {
      headers: {
        accept: accept ?? "application/json",
        ...(body === undefined ? {} : { "content-type": type ?? "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    // The Date header is the end of the work, cut to its second.
    const date = Date.parse(response.headers.get("date") ?? "");
    const answer: unknown = JSON.parse(await whole(response.text()));
    return { body: answer, earliestMs: date - (performance.now() - begun), latestMs: date + 999 };
  }

  async #fetch(method: string, path: string, init: RequestInit): Promise<Response> {
    const url = `http://localhost${path}`;
    const response = await whole(fetch(url, { ...init, method, dispatcher: this.#agent }));
    if (response.ok) return response;
    const message = `${method} ${path}: ${response.status} ${await whole(response.text())}`;
    throw new Refusal(response.status, message);
  }
}

async function* eventsOf({ body }: Response): AsyncGenerator<unknown> {
  const reader = body?.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  while (reader) {
    const { done, value } = await whole(reader.read());
    if (done) return;
    const lines = (rest + decoder.decode(value, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield JSON.parse(line);
  }
}

async function whole<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    throw new CutOff(`the connection broke: ${cause}`, { cause });
  }
}
