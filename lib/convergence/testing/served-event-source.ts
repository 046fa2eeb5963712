import { serverSentEvents } from "#lib/server/testing/server-sent-events";

/** How the server answers a path of ours. */
export type Answer = (path: string, signal: AbortSignal) => Promise<Response>;

const connecting = 0;
const open = 1;
const closed = 2;

/**
 * A browser's EventSource on a server of this process. It never tries again by itself: our client
 * closes one that broke. A test cuts its connection, or makes it read nothing for a while.
 */
export class ServedEventSource {
  readyState = connecting;
  readonly #events = new EventTarget();
  readonly #left = new AbortController();
  #reading: PromiseWithResolvers<void> | null = null;

  constructor(path: string, answer: Answer) {
    void this.#run(path, answer).catch(() => this.#break(connecting));
  }

  addEventListener(type: string, listener: (event: Event) => void): void {
    this.#events.addEventListener(type, listener);
  }

  close(): void {
    this.readyState = closed;
    this.#left.abort();
    this.resume();
  }

  /** The network lets go of both ends. */
  cut(): void {
    if (this.readyState === closed) return;
    this.#left.abort();
    this.#break(connecting);
  }

  pause(): void {
    this.#reading ??= Promise.withResolvers();
  }

  resume(): void {
    this.#reading?.resolve();
    this.#reading = null;
  }

  async #run(path: string, answer: Answer): Promise<void> {
    const response = await answer(path, this.#left.signal);
    const reader = response.body?.getReader();
    if (response.status !== 200 || !reader) return this.#break(closed);
    this.#left.signal.addEventListener("abort", () => void reader.cancel().catch(() => {}));
    this.readyState = open;
    const ready = async () => this.#reading?.promise;
    for await (const { event, id, data } of serverSentEvents(reader, ready)) {
      if (this.#left.signal.aborted) return;
      this.#events.dispatchEvent(new MessageEvent(event, { data, lastEventId: id }));
    }
    this.#break(connecting);
  }

  #break(state: number): void {
    if (this.readyState === closed) return;
    this.readyState = state;
    this.#events.dispatchEvent(new Event("error"));
  }
}
