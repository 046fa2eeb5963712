import { randomInt } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { Agent } from "undici";
import {
  type LogFrame,
  type LogOrigin,
  placeSeparator,
  type SourceStanding,
} from "#lib/api/log-frames";
import { formatLogQuery, type LogQuery } from "#lib/api/log-query";
import { linesOf } from "#lib/logs/line-block";
import { inEnglish } from "#lib/texts/wording";
import { openEvents } from "./event-stream.ts";

export interface ReadLine {
  readonly time: string;
  readonly text: string;
}

interface ReadGap {
  readonly gap: string;
}

/** What a reader was sent of one source. */
export interface ReadSource {
  readonly origin: LogOrigin;
  /** In the order in which they came. */
  readonly entries: readonly (ReadLine | ReadGap)[];
  /** The last one is how it stands. */
  readonly standings: readonly SourceStanding[];
}

interface Source extends ReadSource {
  origin: LogOrigin;
  readonly entries: (ReadLine | ReadGap)[];
  readonly standings: SourceStanding[];
}

interface LogReaderOptions {
  readonly origin: string;
  readonly cookie: string;
  readonly query: LogQuery;
  /** So often it cuts its own connection, each after a random time, once it has read something. */
  readonly cuts?: number;
}

const longestMs = 2_000;
const retryMs = 100;

/**
 * Reads merged logs as a browser's script does: by event stream, taken up where each source stood
 * after a cut. What must never be is put down in `broken`.
 */
export class LogReader {
  readonly broken: string[] = [];
  readonly notices: string[] = [];
  /** How the whole ended, once it has. */
  ended: Extract<LogFrame, { type: "end" | "failure" }> | null = null;
  /** How often it cut its connection. */
  cuts = 0;
  readonly #options: LogReaderOptions;
  readonly #agent = new Agent({ connections: 1 });
  readonly #left = new AbortController();
  readonly #sources = new Map<string, Source>();
  /** By source key: where it stands, as the server said. */
  readonly #places = new Map<string, string>();
  #hold: PromiseWithResolvers<void> | null = null;
  #connection = new AbortController();
  #isToCut = false;

  constructor(options: LogReaderOptions) {
    this.#options = options;
    void this.#run();
  }

  /** All sources so far, in the order in which they joined. */
  get sources(): readonly ReadSource[] {
    return [...this.#sources.values()];
  }

  /** How many lines came of the containers of this name. */
  count(container: string): number {
    return this.sources
      .filter(({ origin }) => origin.container === container)
      .flatMap(({ entries }) => entries)
      .filter((entry) => "text" in entry).length;
  }

  /** Cuts the connection and stays away until `resume`. */
  pause(): void {
    this.#hold = Promise.withResolvers();
    this.#connection.abort();
  }

  resume(): void {
    this.#hold?.resolve();
    this.#hold = null;
  }

  async close(): Promise<void> {
    this.#left.abort();
    this.resume();
    await this.#agent.destroy();
  }

  async #run(): Promise<void> {
    while (!this.#left.signal.aborted && !this.ended) {
      await this.#hold?.promise;
      this.#connection = new AbortController();
      this.#isToCut = false;
      const { signal } = this.#connection;
      await this.#connect(AbortSignal.any([this.#left.signal, signal])).catch((error: unknown) => {
        if (!this.#left.signal.aborted && !signal.aborted) this.broken.push(String(error));
      });
      const left = { signal: this.#left.signal };
      if (!this.ended) await delay(retryMs, undefined, left).catch(() => {});
    }
  }

  /** Cuts the connection after a while, if it has not been cut often enough. */
  #cutLater(): void {
    if (this.#isToCut || this.cuts >= (this.#options.cuts ?? 0)) return;
    this.#isToCut = true;
    const connection = this.#connection;
    setTimeout(
      () => {
        if (connection.signal.aborted || this.ended) return;
        this.cuts += 1;
        connection.abort();
      },
      randomInt(1, longestMs),
    ).unref();
  }

  async #connect(signal: AbortSignal): Promise<void> {
    const { origin, cookie, query } = this.#options;
    const url = new URL(`/api/logs?${formatLogQuery(query)}`, origin);
    const places = [...this.#places].map(([key, position]) => `${key}.${position}`);
    if (places.length > 0) url.searchParams.set("after", places.join(placeSeparator));
    /** By the number that this connection gave a source. */
    const keys = new Map<number, string>();
    for await (const { id, data } of openEvents(url, cookie, signal, this.#agent)) {
      this.#take(data as LogFrame, keys);
      const dot = id.indexOf(".");
      if (dot > 0) this.#places.set(id.slice(0, dot), id.slice(dot + 1));
      if (this.ended) return;
      // Who stands nowhere yet would begin anew.
      if (this.#places.size > 0) this.#cutLater();
    }
    this.broken.push("the server closed the stream without a word");
  }

  #take(frame: LogFrame, keys: Map<number, string>): void {
    switch (frame.type) {
      case "source":
        return this.#join(frame, keys);
      case "notice":
        this.notices.push(inEnglish(frame.message));
        return;
      case "end":
      case "failure":
        this.ended = frame;
        return;
      case "heartbeat":
        return;
    }
    const key = keys.get(frame.source) ?? "";
    const source = this.#sources.get(key);
    if (!source) {
      this.broken.push(`${frame.type} of source ${frame.source}, which never joined`);
    } else if (frame.type === "standing") {
      source.standings.push(frame.standing);
      if (frame.standing.state === "ended") this.#places.set(key, "end");
    } else if (frame.type === "gap") {
      source.entries.push({ gap: inEnglish(frame.message) });
    } else {
      for (const [time, text] of linesOf(frame.block)) source.entries.push({ time, text });
    }
  }

  #join(frame: Extract<LogFrame, { type: "source" }>, keys: Map<number, string>): void {
    const { source: number, origin } = frame;
    const before = keys.get(number);
    if (before !== undefined && before !== origin.key) {
      this.broken.push(`source ${number} was ${before} and is ${origin.key}`);
    }
    keys.set(number, origin.key);
    const known = this.#sources.get(origin.key);
    if (known) known.origin = origin;
    else this.#sources.set(origin.key, { origin, entries: [], standings: [] });
  }
}
