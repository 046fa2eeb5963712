import type { ApiError } from "#lib/api/errors";
import type { LogFrame, LogOrigin, SourceStanding } from "#lib/api/log-frames";
import { formatLogQuery, type LogQuery } from "#lib/api/log-query";
import { type FrameStream, openFrameStream, type StreamState } from "#lib/client/frame-stream";
import { LogBuffer } from "#lib/client/logs/log-buffer";
import { endState, logState } from "#lib/client/logs/log-standing";
import type { LogState, LogView } from "#lib/client/logs/log-view";
import { OlderLog } from "#lib/client/logs/older-log";
import { SourceLog } from "#lib/client/logs/source-log";
import { placeKey, sourcePlaces } from "#lib/client/logs/source-places";
import { SourceViews } from "#lib/client/logs/source-views";
import { animationFrame, type NextFrame } from "#lib/client/next-frame";
import { requestUrl } from "#lib/client/page-context";
import { mergeRuns } from "#lib/logs/merge";
import { rawEvent, readLogEvent } from "#lib/logs/raw-lines";
import { type Text, text } from "#lib/texts/text";
import { type Clock, systemClock } from "#lib/time/clock";

/** Eight colours tell sources apart. */
const lanes = 8;

/** A log of more lines between two frames moves too fast to be read: it is drawn less often. */
const unreadable = 200;
const unreadableMs = 100;

const frameTypes = [
  "source",
  "standing",
  "lines",
  rawEvent,
  "gap",
  "notice",
  "end",
  "failure",
  "heartbeat",
] as const satisfies (LogFrame["type"] | typeof rawEvent)[];

interface NumberedSource {
  readonly log: SourceLog;
  /** It is read from its beginning again: what comes replaces what is held. */
  anew: boolean;
}

/**
 * One reading of a log, while somebody listens. What arrives between two animation frames is taken
 * in at once. A lost connection goes on behind the last line of each source; one the server reads
 * from its beginning again replaces its lines.
 */
export class LogReading {
  readonly #query: LogQuery;
  readonly #clock: Clock;
  readonly #nextFrame: NextFrame;
  readonly #listeners = new Set<() => void>();
  readonly #sources = new Map<string, SourceLog>();
  readonly #views = new SourceViews();
  readonly #older: OlderLog;
  #view: LogView;
  #stream: FrameStream | null = null;
  #connection: StreamState = { state: "connecting" };
  /** How it ended; null while it goes on. */
  #over: LogState | null = null;
  /** The sources of the connection by its numbers. */
  #numbered: (NumberedSource | undefined)[] = [];
  /** The keys of those the connection takes up where they stopped. */
  #resumed: ReadonlySet<string> = new Set();
  /** The keys of those whose lines make way for the ones that came. */
  readonly #replaced = new Set<string>();
  #notice: Text = "";
  #olderFailure: Text = "";
  #cancelFlush: (() => void) | null = null;
  /** Until then more than can be read is on the screen: nothing is drawn before. */
  #unreadUntil = 0;

  constructor(query: LogQuery, clock: Clock = systemClock, nextFrame: NextFrame = animationFrame) {
    this.#query = query;
    this.#clock = clock;
    this.#nextFrame = nextFrame;
    this.#older = new OlderLog(query, clock);
    this.#view = {
      state: { state: "connecting" },
      sources: [],
      notice: "",
      buffer: new LogBuffer(),
      older: "unknown",
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
      this.#older.stop();
      this.#cancelFlush?.();
      this.#cancelFlush = null;
    };
  };

  readonly view = (): LogView => this.#view;

  /** Asks for lines before those that are held; what comes is in a later view. */
  readonly loadOlder = (): void => {
    this.#olderFailure = "";
    this.#older.load(this.#view.buffer, this.#sources, (failure) => {
      if (failure !== "") {
        this.#olderFailure = text("Older lines could not be read: {why}", { why: failure });
      }
      this.#flushSoon();
    });
    this.#flushSoon();
  };

  #open(): void {
    if (this.#over) return;
    this.#stream = openFrameStream<LogFrame>(
      {
        polls: true,
        url: (by) => this.#url(by),
        types: frameTypes,
        parse: readLogEvent,
        onFrame: (frame, id) => this.#receive(frame, id),
        onState: (state) => {
          this.#connection = state;
          if (state.state === "failed") this.#over = state;
          this.#flushSoon();
        },
      },
      this.#clock,
    );
  }

  #url(by: "stream" | "poll"): string {
    const { after, keys } = sourcePlaces(this.#sources.values());
    this.#resumed = keys;
    this.#numbered = [];
    const place = after === "" ? "" : `&after=${after}`;
    return requestUrl(
      "logs",
      `${formatLogQuery(this.#query)}${place}${by === "poll" ? "&once=1" : ""}`,
    );
  }

  #receive(frame: LogFrame, id: string): "more" | "end" {
    const named = id === "" ? undefined : this.#sources.get(placeKey(id));
    switch (frame.type) {
      case "source":
        this.#join(frame.source, frame.origin);
        break;
      case "standing":
        this.#numbered[frame.source]?.log.stand(frame.standing);
        break;
      case "lines":
        this.#begun(frame.source)?.push(frame.block);
        break;
      case "gap":
        this.#begun(frame.source)?.gap(frame.message);
        break;
      case "notice":
        this.#notice = frame.message;
        break;
      case "end":
        this.#missGone();
        this.#over = endState(this.#standings());
        break;
      case "failure":
        this.#over = { state: "failed", error: frame.error };
        break;
      case "heartbeat":
        if (!this.#missGone()) return "more";
    }
    if (named) named.position = id;
    this.#flushSoon();
    return this.#over ? "end" : "more";
  }

  #join(number: number, origin: LogOrigin): void {
    const log = this.#sources.get(origin.key) ?? new SourceLog(origin, this.#sources.size % lanes);
    log.origin = origin;
    this.#sources.set(origin.key, log);
    this.#numbered[number] ??= { log, anew: log.held && !this.#resumed.has(origin.key) };
  }

  /** The source of this number, which is about to say something of its log. */
  #begun(number: number): SourceLog | undefined {
    const numbered = this.#numbered[number];
    if (numbered?.anew) {
      numbered.anew = false;
      numbered.log.startOver();
      this.#replaced.add(numbered.log.origin.key);
      this.#older.forget(numbered.log.origin.key);
    }
    return numbered?.log;
  }

  /** Whether sources of an earlier connection are missing in this one: their Pods are gone. */
  #missGone(): boolean {
    const told = new Set(this.#numbered.map((numbered) => numbered?.log));
    const missing = [...this.#sources.values()].filter((log) => log.open && !told.has(log));
    for (const log of missing) log.stand({ state: "failed", error: gone(log.origin) });
    return missing.length > 0;
  }

  #standings(): SourceStanding[] {
    return [...this.#sources.values()].map(({ standing }) => standing);
  }

  #flushSoon(): void {
    if (this.#cancelFlush) return;
    const wait = this.#unreadUntil - this.#clock.now();
    if (wait <= 0) this.#flushInNextFrame();
    else this.#cancelFlush = this.#clock.after(wait, () => this.#flushInNextFrame());
  }

  #flushInNextFrame(): void {
    this.#cancelFlush = this.#nextFrame(() => {
      this.#cancelFlush = null;
      this.#flush();
    });
  }

  #flush(): void {
    const { buffer } = this.#view;
    if (this.#replaced.size > 0) buffer.keep(({ source }) => !this.#replaced.has(source.key));
    this.#replaced.clear();
    const amongOthers = this.#sources.size > 1;
    const sources = [...this.#sources.values()];
    const entries = mergeRuns(sources.flatMap((source) => source.take(amongOthers)));
    buffer.insert(entries);
    if (entries.length > unreadable) this.#unreadUntil = this.#clock.now() + unreadableMs;
    this.#view = {
      ...this.#view,
      state: this.#over ?? logState(this.#connection, this.#standings(), this.#notice),
      sources: this.#views.of(this.#sources),
      notice: this.#olderFailure || this.#notice,
      older: this.#older.state(buffer, this.#sources),
    };
    for (const listener of this.#listeners) listener();
  }
}

function gone({ pod }: LogOrigin): ApiError {
  return {
    code: "not-found",
    message: text("Pod {pod} is gone.", { pod }),
    hint: text("What was read of it before stays here."),
  };
}
