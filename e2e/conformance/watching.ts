import type { Api } from "../cluster/api.ts";
import type { Item } from "./answers.ts";

export interface WatchEvent {
  readonly type: string;
  readonly object: Item;
}

/** A watch whose events are taken as they are wanted; from the moment it is open none is missed. */
export class Watching {
  readonly #gone: AbortController;
  readonly #events: AsyncIterator<unknown>;

  private constructor(events: AsyncIterable<unknown>, gone: AbortController) {
    this.#events = events[Symbol.asyncIterator]();
    this.#gone = gone;
  }

  /** Opens `PATH?watch=1&QUERY`. */
  static async open(
    api: Api,
    path: string,
    query = "",
    accept = "application/json",
  ): Promise<Watching> {
    const gone = new AbortController();
    const events = await api.watch(`${path}?watch=1&${query}`, accept, gone.signal);
    return new Watching(events, gone);
  }

  /** The next so many events; fewer where the watch ends. */
  async take(count: number): Promise<WatchEvent[]> {
    const taken: WatchEvent[] = [];
    while (taken.length < count) {
      const { done, value } = await this.#events.next();
      if (done) break;
      taken.push(value as WatchEvent);
    }
    return taken;
  }

  /** The next events, the last of which is the first that holds. */
  async until(holds: (event: WatchEvent) => boolean): Promise<WatchEvent[]> {
    const taken: WatchEvent[] = [];
    for (;;) {
      const [next] = await this.take(1);
      if (!next) throw new Error(`the watch ended after ${told(taken).join(", ")}`);
      taken.push(next);
      if (holds(next)) return taken;
    }
  }

  /** Leaves, as a client that goes away. */
  close(): void {
    this.#gone.abort();
  }
}

/** Type and name of each. */
export const told = (events: readonly WatchEvent[]): string[] =>
  events.map(({ type, object }) => `${type} ${object.metadata.name}`);
