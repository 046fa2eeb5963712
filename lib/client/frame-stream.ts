import type { ApiError } from "#lib/api/errors";
import { heartbeatMs } from "#lib/api/frames";
import { isHidden, onPage } from "#lib/client/page-lifecycle";
import { errorOf, retryAfterMs } from "#lib/client/response-error";
import { type Clock, systemClock } from "#lib/time/clock";

/** Times are milliseconds of the stream's clock. */
export type StreamState =
  /** No frame has come yet since the stream was opened, or taken up after a pause. */
  | { readonly state: "connecting" }
  | { readonly state: "open" }
  /** Nothing was heard since `since`; `retryAt` is null while a try is under way. */
  | {
      readonly state: "lost";
      readonly since: number;
      readonly retryAt: number | null;
      readonly message?: string;
      /** What to do about it, where our server said that. */
      readonly hint?: string;
    }
  /** The tab is hidden: it holds no connection (a browser has six per host, quality B3). */
  | { readonly state: "paused" }
  /** Refused; only the viewer can do something about it. */
  | { readonly state: "failed"; readonly error: ApiError };

export interface FrameStreamOptions<Frame> {
  /** Asked before each connection, so that one can be taken up where the last one ended. */
  url(): string;
  /** The frame types, which are the names of the server-sent events. */
  readonly types: readonly string[];
  /** Reads the JSON of a frame; JSON.parse unless it is given. */
  readonly parse?: (json: string) => unknown;
  /**
   * `id` is the last event id the server gave, empty for none. After `end` only the viewer reopens
   * it; `backInMs` breaks it off, to come back no sooner than the server asked.
   */
  onFrame(frame: Frame, id: string): "more" | "end" | { readonly backInMs: number };
  onState(state: StreamState): void;
}

export interface FrameStream {
  /** Connects at once, without waiting for the next try, and also after an end or a refusal. */
  retryNow(): void;
  close(): void;
}

const firstRetryMs = 500;
const lastRetryMs = 15_000;
/** This much silence means that the connection is dead, whatever the browser believes. */
const silenceMs = 2.5 * heartbeatMs;
/** Silence is measured on the wall clock and often: timers stand still while a laptop sleeps. */
const checkMs = 2_000;
/** A tab that is hidden for a moment only keeps its connection. */
const hiddenGraceMs = 5_000;
/** EventSource.CLOSED: the browser will not try again, so the answer was no event stream. */
const closedByBrowser = 2;

type Why = Pick<ApiError, "message" | "hint">;
const stopping: Why = {
  message: "Batchboard is stopping.",
  hint: "Should it not come back, look at the terminal it was started in.",
};

/**
 * A server-sent event stream of JSON frames that is kept up: reconnected with backoff and jitter,
 * given up after silence, and closed while the tab is hidden.
 */
export function openFrameStream<Frame>(
  options: FrameStreamOptions<Frame>,
  clock: Clock = systemClock,
  random: () => number = Math.random,
): FrameStream {
  return new ReconnectingStream(options, clock, random);
}

class ReconnectingStream<Frame> implements FrameStream {
  readonly #options: FrameStreamOptions<Frame>;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #stopPage: () => void;
  #source: EventSource | null = null;
  #asking: AbortController | null = null;
  #cancelRetry: (() => void) | null = null;
  #cancelCheck = () => {};
  #cancelGrace = () => {};
  #state: StreamState = { state: "connecting" };
  #connectedAt: number;
  #heardAt: number;
  #failures = 0;
  /** Ended or refused: nothing but `retryNow` connects again. */
  #resting = false;

  constructor(options: FrameStreamOptions<Frame>, clock: Clock, random: () => number) {
    this.#options = options;
    this.#clock = clock;
    this.#random = random;
    this.#connectedAt = clock.now();
    this.#heardAt = clock.now();
    this.#stopPage = onPage({
      shown: () => this.#shown(),
      hidden: () => this.#hidden(),
      online: () => this.#cancelRetry && this.retryNow(),
    });
    this.#connect();
    if (isHidden()) this.#hidden();
  }

  retryNow(): void {
    if (this.#state.state === "paused") return;
    if (this.#resting) this.#become({ state: "connecting" });
    this.#resting = false;
    this.#disconnect();
    this.#connect();
  }

  close(): void {
    this.#rest();
    this.#stopPage();
  }

  #rest(): void {
    this.#resting = true;
    this.#disconnect();
    this.#cancelGrace();
  }

  #connect(): void {
    const source = new EventSource(this.#options.url());
    this.#source = source;
    this.#connectedAt = this.#clock.now();
    if (this.#state.state === "lost") this.#become({ ...this.#state, retryAt: null });
    let heard = false;
    for (const type of this.#options.types) {
      source.addEventListener(type, (event: MessageEvent<string>) => {
        if (this.#source !== source) return;
        heard = true;
        this.#receive(event);
      });
    }
    source.addEventListener("error", () => {
      if (this.#source !== source) return;
      const refused = !heard && source.readyState === closedByBrowser;
      this.#disconnect();
      if (refused) void this.#ask();
      else this.#lose();
    });
    this.#check();
  }

  #receive(event: MessageEvent<string>): void {
    this.#heardAt = this.#clock.now();
    let frame: Frame;
    try {
      // Our own server writes these: the contract is the type.
      frame = (this.#options.parse ?? JSON.parse)(event.data) as Frame;
    } catch {
      this.#disconnect();
      this.#lose();
      return;
    }
    if (this.#state.state !== "open") this.#become({ state: "open" });
    const next = this.#options.onFrame(frame, event.lastEventId);
    if (next === "end") this.#rest();
    else if (next !== "more") {
      this.#disconnect();
      this.#lose(stopping, next.backInMs);
    }
  }

  /** An EventSource hides why it was refused: the same path tells a script. */
  async #ask(): Promise<void> {
    const asking = new AbortController();
    this.#asking = asking;
    const response = await fetch(this.#options.url(), {
      headers: { accept: "application/json" },
      signal: asking.signal,
    }).catch(() => null);
    const error = response && !response.ok ? await errorOf(response) : null;
    if (asking.signal.aborted) return;
    // Should it be answered as a stream now, this reading of it is given up.
    this.#disconnect();
    if (response && error && isFinal(response.status)) {
      this.#rest();
      this.#become({ state: "failed", error });
    } else this.#lose(error, response ? retryAfterMs(response) : 0);
  }

  /** `askedMs` is what the server asked for: no try is made before. */
  #lose(why: Why | null = null, askedMs = 0): void {
    const now = this.#clock.now();
    // One that held for a while begins anew; one that keeps breaking is asked less and less.
    if (this.#heardAt - this.#connectedAt >= heartbeatMs) this.#failures = 0;
    const backoff = Math.min(lastRetryMs, firstRetryMs * 2 ** this.#failures);
    // Those who were all told the same come back one after the other.
    const delay = Math.max(backoff * jitter(this.#random), askedMs * 2 * jitter(this.#random));
    this.#failures += 1;
    this.#cancelRetry = this.#clock.after(delay, () => {
      this.#cancelRetry = null;
      this.#connect();
    });
    this.#become({
      state: "lost",
      since: this.#heardAt,
      retryAt: now + delay,
      ...(why
        ? { message: why.message, ...(why.hint === undefined ? {} : { hint: why.hint }) }
        : {}),
    });
  }

  #check(): void {
    this.#cancelCheck();
    this.#cancelCheck = this.#clock.after(checkMs, () => {
      const since = Math.max(this.#heardAt, this.#connectedAt);
      if (this.#clock.now() - since < silenceMs) return this.#check();
      this.#disconnect();
      this.#lose();
    });
  }

  #hidden(): void {
    this.#cancelGrace();
    if (this.#resting) return;
    this.#cancelGrace = this.#clock.after(hiddenGraceMs, () => {
      this.#disconnect();
      this.#become({ state: "paused" });
    });
  }

  #shown(): void {
    this.#cancelGrace();
    if (this.#resting) return;
    const silent = this.#clock.now() - this.#heardAt >= silenceMs;
    if (this.#state.state === "paused") {
      this.#become({ state: "connecting" });
      this.#connect();
    } else if (this.#cancelRetry || silent) this.retryNow();
  }

  #disconnect(): void {
    this.#source?.close();
    this.#source = null;
    this.#asking?.abort();
    this.#asking = null;
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    this.#cancelCheck();
  }

  #become(state: StreamState): void {
    this.#state = state;
    this.#options.onState(state);
  }
}

/** A refusal that another try would only repeat; 408, 425 and 429 ask for one. */
function isFinal(status: number): boolean {
  return status >= 400 && status < 500 && ![408, 425, 429].includes(status);
}

/** Between a half and the whole of a delay, so that many tabs do not come back at once. */
function jitter(random: () => number): number {
  return 0.5 + random() / 2;
}
