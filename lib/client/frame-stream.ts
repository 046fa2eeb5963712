import type { ApiError } from "#lib/api/errors";
import {
  type Course,
  courseAfterLoss,
  direct,
  heldMs,
  nextCourse,
  patienceMs,
  silenceMs,
} from "#lib/client/course";
import { isHidden, onPage } from "#lib/client/page-lifecycle";
import { errorOf, isFinal, retryAfterMs, stopping } from "#lib/client/response-error";
import { retryDelay } from "#lib/client/retry-delay";
import { type Clock, systemClock } from "#lib/time/clock";

/** What our server said of a loss, and what to do about it. */
type Why = Pick<ApiError, "message" | "hint">;

/** Times are milliseconds of the stream's clock. */
export type StreamState =
  /** No frame has come yet since the stream was opened, or taken up after a pause. */
  | { readonly state: "connecting" }
  | { readonly state: "open" }
  /** Streams are held back on the way: the server is asked anew every few seconds. */
  | { readonly state: "polling" }
  /** Nothing was heard since `since`; `retryAt` is null while a try is under way. */
  | ({
      readonly state: "lost";
      readonly since: number;
      readonly retryAt: number | null;
    } & Partial<Why>)
  /** The tab is hidden: it holds no connection (a browser has six per host, quality B3). */
  | { readonly state: "paused" }
  /** Refused; only the viewer can do something about it. */
  | { readonly state: "failed"; readonly error: ApiError };

export interface FrameStreamOptions<Frame> {
  /**
   * Asked before each connection, so that one can be taken up where the last one ended. The answer
   * to `poll` ends by itself.
   */
  url(by: Course["by"]): string;
  /** Whether the server may be polled where streams do not come through. */
  readonly polls?: boolean;
  /** The frame types, which are the names of the server-sent events. */
  readonly types: readonly string[];
  /** Reads the data of an event of a type; JSON.parse unless it is given. */
  readonly parse?: (data: string, type: string) => unknown;
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

/** Silence is measured on the wall clock and often: timers stand still while a laptop sleeps. */
const checkMs = 2_000;
/** A tab that is hidden for a moment only keeps its connection. */
const hiddenGraceMs = 5_000;
/** A connection that held and was cut is taken up without a word, if that takes no longer. */
const quietMs = 2_000;
/** EventSource.CLOSED: the browser will not try again, so the answer was no event stream. */
const closedByBrowser = 2;

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
  #cancelQuiet = () => {};
  #course = direct;
  #state: StreamState = { state: "connecting" };
  #connectedAt: number;
  #heardAt: number;
  #failures = 0;
  /** The connection that is open, or was last, has told something. */
  #heard = false;
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
    if (this.#course.by === "poll") this.#course = { ...this.#course, by: "stream" };
    this.#connect();
  }

  close(): void {
    this.#rest();
    this.#stopPage();
  }

  #rest(): void {
    this.#resting = true;
    this.#cancelQuiet();
    this.#disconnect();
    this.#cancelGrace();
  }

  #connect(): void {
    const { by } = this.#course;
    const source = new EventSource(this.#options.url(by));
    this.#source = source;
    this.#heard = false;
    this.#connectedAt = this.#clock.now();
    if (this.#state.state === "lost") this.#become({ ...this.#state, retryAt: null });
    for (const type of this.#options.types) {
      source.addEventListener(type, (event: MessageEvent<string>) => {
        if (this.#source !== source) return;
        this.#heard = true;
        this.#receive(event);
      });
    }
    source.addEventListener("error", () => {
      if (this.#source !== source) return;
      const refused = !this.#heard && source.readyState === closedByBrowser;
      this.#disconnect();
      if (refused) void this.#ask();
      else if (!this.#turn(false)) this.#lose();
    });
    this.#check();
  }

  #receive(event: MessageEvent<string>): void {
    this.#heardAt = this.#clock.now();
    const { parse } = this.#options;
    let frame: Frame;
    try {
      // Our own server writes these: the contract is the type.
      frame = (parse ? parse(event.data, event.type) : JSON.parse(event.data)) as Frame;
    } catch {
      this.#disconnect();
      this.#lose();
      return;
    }
    this.#cancelQuiet();
    const { by, proven } = this.#course;
    if (by === "stream" && proven) this.#course = direct;
    const state = by === "poll" ? "polling" : "open";
    if (this.#state.state !== state) this.#become({ state });
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
    const response = await fetch(this.#options.url(this.#course.by), {
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

  /** Goes on by the other way of asking, or by polling again; false where neither is called for. */
  #turn(silent: boolean): boolean {
    const { polls = false } = this.#options;
    const ending = { heard: this.#heard, silent };
    const next = polls ? nextCourse(this.#course, ending, this.#clock.now()) : null;
    if (!next) return false;
    this.#course = next.course;
    this.#failures = 0;
    if (next.delayMs === 0) this.#connect();
    else this.#retryIn(next.delayMs);
    return true;
  }

  /** `askedMs` is what the server asked for: no try is made before. */
  #lose(why: Why | null = null, askedMs = 0): void {
    const now = this.#clock.now();
    // One that held for a while begins anew; one that keeps breaking is asked less and less.
    const held = this.#heardAt - this.#connectedAt >= heldMs;
    if (held) this.#failures = 0;
    this.#course = courseAfterLoss(this.#course);
    const delay = retryDelay(this.#failures, askedMs, this.#random);
    this.#failures += 1;
    this.#retryIn(delay);
    const since = this.#heardAt;
    this.#cancelQuiet();
    if (held && now - since < silenceMs && why === null && this.#state.state === "open") {
      const mark = () => this.#become({ state: "lost", since, retryAt: null });
      this.#cancelQuiet = this.#clock.after(quietMs, mark);
      return;
    }
    this.#become({
      state: "lost",
      since,
      retryAt: now + delay,
      ...(why
        ? { message: why.message, ...(why.hint === undefined ? {} : { hint: why.hint }) }
        : {}),
    });
  }

  #retryIn(ms: number): void {
    this.#cancelRetry = this.#clock.after(ms, () => {
      this.#cancelRetry = null;
      this.#connect();
    });
  }

  #check(): void {
    this.#cancelCheck();
    this.#cancelCheck = this.#clock.after(checkMs, () => {
      const since = Math.max(this.#heardAt, this.#connectedAt);
      if (this.#clock.now() - since < patienceMs(this.#course)) return this.#check();
      this.#disconnect();
      if (!this.#turn(true)) this.#lose();
    });
  }

  #hidden(): void {
    this.#cancelGrace();
    if (this.#resting) return;
    this.#cancelGrace = this.#clock.after(hiddenGraceMs, () => {
      this.#cancelQuiet();
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
