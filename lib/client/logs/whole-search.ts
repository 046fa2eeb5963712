import type { ApiError } from "#lib/api/errors";
import type { LogOrigin } from "#lib/api/log-frames";
import type { LogQuery } from "#lib/api/log-query";
import {
  formatLogSearch,
  type LogSearch,
  type SearchFrame,
  type SearchHit,
  type SearchProgress,
} from "#lib/api/log-search";
import { type FrameStream, openFrameStream, type StreamState } from "#lib/client/frame-stream";
import { requestUrl } from "#lib/client/page-context";
import { type Clock, systemClock } from "#lib/time/clock";

export interface FoundLine {
  readonly source: LogOrigin;
  readonly hit: SearchHit;
}

/** How far a search through all of a log has come, and what it has found. */
export interface WholeSearchView {
  readonly state:
    | { readonly state: "searching" }
    | { readonly state: "ended"; readonly truncated: boolean }
    | { readonly state: "failed"; readonly error: ApiError };
  /** null until the server told. */
  readonly progress: SearchProgress | null;
  /** In the order of their times. */
  readonly found: readonly FoundLine[];
  readonly unread: readonly { readonly source: LogOrigin; readonly error: ApiError }[];
}

const begun: WholeSearchView = {
  state: { state: "searching" },
  progress: null,
  found: [],
  unread: [],
};

/**
 * One search of the server through all that can be read of a log. It begins with its first listener
 * and ends with the last; a connection that is lost begins it anew, since it holds nothing.
 */
export class WholeSearch {
  readonly #url: string;
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  readonly #origins = new Map<number, LogOrigin>();
  #view = begun;
  #stream: FrameStream | null = null;

  constructor(query: LogQuery, search: LogSearch, clock: Clock = systemClock) {
    this.#url = requestUrl("logSearch", formatLogSearch(query, search));
    this.#clock = clock;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (!this.#stream && this.#view.state.state === "searching") this.#open();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#stream?.close();
      this.#stream = null;
    };
  };

  readonly view = (): WholeSearchView => this.#view;

  #open(): void {
    this.#stream = openFrameStream<SearchFrame>(
      {
        url: () => {
          this.#view = begun;
          this.#origins.clear();
          return this.#url;
        },
        types: [
          "source",
          "hits",
          "unread",
          "progress",
          "end",
          "failure",
          "heartbeat",
        ] satisfies SearchFrame["type"][],
        onFrame: (frame) => this.#receive(frame),
        onState: (state) => this.#connection(state),
      },
      this.#clock,
    );
  }

  #receive(frame: SearchFrame): "more" | "end" {
    switch (frame.type) {
      case "source":
        this.#origins.set(frame.source, frame.origin);
        return "more";
      case "hits": {
        const source = this.#origins.get(frame.source);
        if (!source) return "more";
        const found = frame.hits.map((hit) => ({ source, hit }));
        this.#become({ found: [...this.#view.found, ...found].sort(byTime) });
        return "more";
      }
      case "unread": {
        const source = this.#origins.get(frame.source);
        if (source)
          this.#become({ unread: [...this.#view.unread, { source, error: frame.error }] });
        return "more";
      }
      case "progress": {
        this.#become({ progress: frame });
        return "more";
      }
      case "end":
        this.#become({ state: { state: "ended", truncated: frame.truncated }, progress: frame });
        return "end";
      case "failure":
        this.#become({ state: { state: "failed", error: frame.error } });
        return "end";
      case "heartbeat":
        return "more";
    }
  }

  #connection(state: StreamState): void {
    if (state.state === "failed") this.#become({ state: { state: "failed", error: state.error } });
    else if (state.state === "lost") this.#become({ found: [], unread: [], progress: null });
  }

  #become(changes: Partial<WholeSearchView>): void {
    this.#view = { ...this.#view, ...changes };
    for (const listener of this.#listeners) listener();
  }
}

function byTime(a: FoundLine, b: FoundLine): number {
  return a.hit.time === b.hit.time ? 0 : a.hit.time < b.hit.time ? -1 : 1;
}
