import type { ApiError } from "#lib/api/errors";
import { formatLogQuery, type LogExit, type LogFrame, type LogQuery } from "#lib/api/logs";
import { routes } from "#lib/api/routes";
import { type FrameStream, openFrameStream, type StreamState } from "#lib/client/frame-stream";
import { LogBuffer, type LogEntry } from "#lib/client/logs/log-buffer";
import { type Clock, systemClock } from "#lib/time/clock";

export type LogState =
  | { readonly state: "connecting" }
  /** Nothing to read yet; the API server's own sentence. */
  | { readonly state: "waiting"; readonly message: string }
  | { readonly state: "streaming" }
  | { readonly state: "interrupted"; readonly message: string }
  /** Everything there is has been read; `exit` is null where it is not known. */
  | { readonly state: "ended"; readonly exit: LogExit | null }
  | { readonly state: "failed"; readonly error: ApiError };

export interface LogView {
  readonly state: LogState;
  /** The container that is read; the one asked for until the server has chosen one. */
  readonly container: string;
  /** Grows in place: a new `LogView` says that it did. */
  readonly buffer: LogBuffer;
}

/** Calls `run` before the next frame is drawn; the returned function calls it off. */
export type NextFrame = (run: () => void) => () => void;

const animationFrame: NextFrame = (run) => {
  const handle = requestAnimationFrame(run);
  return () => cancelAnimationFrame(handle);
};

/**
 * The log of one container, read while somebody listens. What arrives between two animation frames
 * is taken in at once. A lost connection goes on behind the last line that came.
 */
export class LogSource {
  readonly #query: LogQuery;
  readonly #clock: Clock;
  readonly #nextFrame: NextFrame;
  readonly #listeners = new Set<() => void>();
  #view: LogView;
  #stream: FrameStream | null = null;
  #position = "";
  /** The connection reads from the beginning although lines are held: they make way for it. */
  #anew = false;
  #entries: LogEntry[] = [];
  #next: Partial<LogView> = {};
  #cancelFlush: (() => void) | null = null;

  constructor(query: LogQuery, clock: Clock = systemClock, nextFrame: NextFrame = animationFrame) {
    this.#query = query;
    this.#clock = clock;
    this.#nextFrame = nextFrame;
    this.#view = {
      state: { state: "connecting" },
      container: query.container,
      buffer: new LogBuffer(),
    };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (!this.#stream) this.#open();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#stream?.close();
      this.#stream = null;
      this.#cancelFlush?.();
      this.#cancelFlush = null;
    };
  };

  readonly view = (): LogView => this.#view;

  #open(): void {
    const { state } = this.#view.state;
    if (state === "ended" || state === "failed") return;
    this.#stream = openFrameStream<LogFrame>(
      {
        url: () => this.#url(),
        types: [
          "lines",
          "waiting",
          "streaming",
          "interrupted",
          "gap",
          "end",
          "failure",
          "heartbeat",
        ] satisfies LogFrame["type"][],
        onFrame: (frame, id) => this.#receive(frame, id),
        onState: (state) => this.#connection(state),
      },
      this.#clock,
    );
  }

  #url(): string {
    this.#anew = this.#position === "";
    const after = this.#anew ? "" : `&${new URLSearchParams({ after: this.#position })}`;
    return `${routes.logs}?${formatLogQuery(this.#query)}${after}`;
  }

  #receive(frame: LogFrame, id: string): "more" | "end" {
    if (id !== "") this.#position = id;
    switch (frame.type) {
      case "lines":
        if (this.#anew) this.#startOver();
        for (const line of frame.lines) this.#entries.push(line);
        this.#flushSoon();
        return "more";
      case "gap":
        this.#entries.push({ note: frame.message });
        this.#flushSoon();
        return "more";
      case "streaming":
        return this.#become({ state: "streaming" }, { container: frame.container });
      case "waiting":
        return this.#become({ state: "waiting", message: frame.message });
      case "interrupted":
        return this.#become({ state: "interrupted", message: frame.message });
      case "end":
        this.#become({ state: "ended", exit: frame.exit });
        return "end";
      case "failure":
        this.#become({ state: "failed", error: frame.error });
        return "end";
      case "heartbeat":
        return "more";
    }
  }

  #connection(state: StreamState): void {
    if (state.state === "failed") this.#become({ state: "failed", error: state.error });
    if (state.state !== "lost") return;
    const message = state.message ?? "The connection to Batchboard's server was lost.";
    this.#become({ state: "interrupted", message });
  }

  #startOver(): void {
    this.#anew = false;
    this.#entries = [];
    this.#view.buffer.clear();
  }

  #become(state: LogState, more: Partial<LogView> = {}): "more" {
    this.#next = { ...this.#next, ...more, state };
    this.#flushSoon();
    return "more";
  }

  #flushSoon(): void {
    this.#cancelFlush ??= this.#nextFrame(() => {
      this.#cancelFlush = null;
      this.#view.buffer.push(this.#entries);
      this.#entries = [];
      this.#view = { ...this.#view, ...this.#next };
      this.#next = {};
      for (const listener of this.#listeners) listener();
    });
  }
}
