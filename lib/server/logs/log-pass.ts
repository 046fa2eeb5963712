import type { SourceStanding } from "#lib/api/log-frames";
import type { Client } from "#lib/kubernetes/client";
import type { LogOptions } from "#lib/kubernetes/request-options";
import { pods } from "#lib/kubernetes/resources";
import { StatusError } from "#lib/kubernetes/status-error";
import type { Pod } from "#lib/kubernetes/types";
import { blockLine, linesOf } from "#lib/logs/line-block";
import type { BacklogSlots } from "#lib/server/logs/backlog-slots";
import { waysTo } from "#lib/server/logs/container-instance";
import { LineBatch } from "#lib/server/logs/line-batch";
import { LineWindow } from "#lib/server/logs/line-window";
import { isRuntimeError, LogLines } from "#lib/server/logs/log-lines";
import { LogCursor, type LogPosition } from "#lib/server/logs/log-position";
import type { LogSource } from "#lib/server/logs/log-source";
import type { LogTurns } from "#lib/server/logs/log-turns";
import { rotated } from "#lib/server/logs/missing-lines";
import { hasTime, type LineBlock, type TimedLines, textOf } from "#lib/server/logs/timed-lines";
import { unscheduled } from "#lib/server/logs/whole-log";
import { youngBuffers } from "#lib/server/logs/young-buffers";
import type { Text } from "#lib/texts/text";
import type { Clock } from "#lib/time/clock";

/** What readers share. */
export interface ReaderContext {
  readonly client: Client;
  readonly clock: Clock;
  /** The API server's present, in milliseconds since the epoch. */
  readonly serverNow: () => number;
  readonly slots: BacklogSlots;
  /** Those of all streams. */
  readonly turns: Pick<LogTurns, "take">;
  /** How often a busy source sends a frame, in milliseconds. */
  readonly gapMs: () => number;
  /** Resolves when this Pod changed, or after `ms`; never rejects. */
  podChanged(pod: Pod, ms: number, signal: AbortSignal): Promise<void>;
  /** Told of failures that are our own. */
  onError(error: unknown): void;
}

/** Where what is read of one source goes. */
export interface SourceOutput {
  /** `place` is where the reader stands behind them; null while that is not known. */
  lines(block: string | readonly Buffer[], place: LogPosition | null): void;
  gap(message: Text): void;
  /** `whole` says that there is nothing of this source any more that was not sent. */
  standing(standing: SourceStanding, whole: boolean): void;
  drained(): Promise<void>;
}

/** What of a source is read. */
export interface LogChoice {
  /** Where the browser stands already; null begins as the rest says. */
  readonly after: LogPosition | null;
  readonly tail: number | null;
  readonly sinceSeconds: number | null;
  /** RFC 3339; empty for all. */
  readonly sinceTime: string;
  readonly until: string;
}

/** How one connection is read. */
export interface PassOptions {
  readonly previous: boolean;
  readonly follow: boolean;
  /** Called when what was written before has been read. */
  readonly release: () => void;
  /** Called when the log is open. */
  readonly opened: () => void;
}

export type PassResult =
  /** There is nothing to read yet; why. */
  | { readonly state: "waiting"; readonly reason: Error }
  /** Read to where it was closed. */
  | { readonly state: "whole" }
  /** What came is the log of another instance: of it nothing was sent. */
  | { readonly state: "moved" };

/** A log that has been silent for this long has been read to its present. */
const quietMs = 150;
/** An API server that has not answered by then may do so with the first line only. */
const silentMs = 2_000;
/** How long a Pod may take to say that its container was restarted. */
const restartReportMs = 1_500;

/** Reads the connections to one source, one after the other, each from where the last one came to. */
export class LogPass {
  readonly #context: ReaderContext;
  readonly #source: LogSource;
  readonly #choice: LogChoice;
  readonly #output: SourceOutput;
  readonly #signal: AbortSignal;
  readonly #window: LineWindow | null;
  #position: LogPosition | null;
  /** The runtime error that was said since the last line. */
  #runtimeError = "";
  /** The last connection brought lines. */
  tookNew = false;

  constructor(
    context: ReaderContext,
    source: LogSource,
    choice: LogChoice,
    output: SourceOutput,
    signal: AbortSignal,
  ) {
    this.#context = context;
    this.#source = source;
    this.#choice = choice;
    this.#output = output;
    this.#signal = signal;
    this.#position = choice.after;
    const { sinceTime, until, tail } = choice;
    const isBounded = sinceTime !== "" || until !== "";
    this.#window = isBounded ? new LineWindow(sinceTime, until, choice.after ? null : tail) : null;
  }

  /** @throws StatusError, ConnectionError */
  async read(pod: Pod, how: PassOptions): Promise<PassResult> {
    const { client, clock } = this.#context;
    this.tookNew = false;
    let cancelQuiet = how.follow ? clock.after(silentMs, how.release) : () => {};
    const stop = new AbortController();
    const signal = AbortSignal.any([this.#signal, stop.signal]);
    try {
      const { namespace, name } = pod.metadata;
      const answer = await client.log(namespace, name, this.#options(how), signal);
      if (answer.status === 204) return { state: "waiting", reason: unscheduled(pod) };
      how.opened();
      const openedAt = new Date(this.#context.serverNow()).toISOString();
      const connection = new Connection(this.#position);
      const batch = new LineBatch(clock, this.#context.gapMs, (block) =>
        this.#output.lines(block, connection.cursor.position()),
      );
      try {
        for await (const bytes of answer.body) {
          await this.#context.turns.take(bytes.length);
          if (how.follow) youngBuffers.read(bytes.length);
          const taken = connection.parser.push(bytes);
          for (const lines of taken) {
            if (!(await this.#take(lines, connection, batch, pod, how))) return { state: "moved" };
          }
          batch.settle();
          if (this.#window?.past) break;
          cancelQuiet();
          if ((taken.at(-1)?.seconds.at(-1)?.newest ?? "") > openedAt) how.release();
          if (how.follow) cancelQuiet = clock.after(quietMs, how.release);
          // The kubelet waits as long as the browser does: nothing piles up here.
          await this.#output.drained();
          if (this.#signal.aborted) break;
        }
        for (const lines of connection.parser.end()) {
          if (!(await this.#take(lines, connection, batch, pod, how))) return { state: "moved" };
        }
        for (const line of this.#window?.rest() ?? []) batch.add(blockLine(line));
        return { state: "whole" };
      } finally {
        batch.flush();
        if (!connection.isForeign) this.#position = connection.cursor.position();
      }
    } catch (error) {
      if (isWaiting(error)) return { state: "waiting", reason: error };
      throw error;
    } finally {
      cancelQuiet();
      stop.abort();
    }
  }

  #options({ previous, follow }: PassOptions): LogOptions {
    const { tail, sinceSeconds, sinceTime, until } = this.#choice;
    const from = this.#position?.since ?? (sinceTime === "" ? "" : secondOfInstant(sinceTime));
    const isFirst = this.#position === null;
    return {
      container: this.#source.origin.container,
      previous,
      follow,
      timestamps: true,
      ...(from === "" ? {} : { sinceTime: from }),
      // The last lines before `until` are not the last of the file.
      ...(isFirst && tail !== null && until === "" ? { tailLines: tail } : {}),
      ...(isFirst && sinceSeconds !== null ? { sinceSeconds } : {}),
    };
  }

  /** Sends what is new of these lines; false when they are another instance's. */
  async #take(
    { block, seconds, untimed }: TimedLines,
    connection: Connection,
    batch: LineBatch,
    pod: Pod,
    how: PassOptions,
  ): Promise<boolean> {
    const { cursor } = connection;
    if (!this.#window && !untimed && cursor.takesAll(seconds)) {
      this.#add(block, batch);
      return true;
    }
    for (const line of linesOf(textOf(block))) {
      if (line[0] === "" && isRuntimeError(line)) {
        this.#sayRuntimeError(line[1], batch);
        continue;
      }
      if (this.#window && !this.#window.admits(line)) continue;
      const verdict = cursor.judge(line);
      if (verdict === "seen") continue;
      if (verdict === "after-gap") {
        connection.isForeign = true;
        if (!how.previous && (await this.#wasRestarted(pod, how.follow))) return false;
        connection.isForeign = false;
        batch.flush();
        this.#output.gap(rotated);
      }
      this.#add(blockLine(line), batch);
    }
    return true;
  }

  #add(block: LineBlock, batch: LineBatch): void {
    batch.add(block);
    this.tookNew = true;
    this.#runtimeError = "";
  }

  /** That what was read is not in the file any more may be because it is the file of the next run. */
  async #wasRestarted(pod: Pod, follow: boolean): Promise<boolean> {
    const { container, instance } = this.#source.origin;
    if (follow) await this.#context.podChanged(pod, restartReportMs, this.#signal);
    const { namespace, name, uid } = pod.metadata;
    const now = await this.#context.client.get(pods, namespace, name, this.#signal);
    if (now.metadata.uid !== uid || waysTo(now, container, instance) !== "newest") return true;
    if (!follow || !(await this.#isPrevious(pod))) return false;
    // The next look at the Pod is to know it too.
    await this.#context.podChanged(now, restartReportMs, this.#signal);
    return true;
  }

  /** Whether what was read last is in the previous log: the kubelet knows of a restart before the Pod. */
  async #isPrevious({ metadata: { namespace, name } }: Pod): Promise<boolean> {
    const position = this.#position;
    if (!position) return false;
    const { container } = this.#source.origin;
    const { since: sinceTime, newest } = position;
    const options = { container, previous: true, follow: false, timestamps: true, sinceTime };
    const stop = new AbortController();
    const signal = AbortSignal.any([this.#signal, stop.signal]);
    try {
      const { body } = await this.#context.client.log(namespace, name, options, signal);
      const parser = new LogLines();
      for await (const bytes of body) {
        if (parser.push(bytes).some((lines) => hasTime(lines, newest))) return true;
      }
      return parser.end().some((lines) => hasTime(lines, newest));
    } catch (error) {
      if (error instanceof StatusError) return false;
      throw error;
    } finally {
      stop.abort();
    }
  }

  /** Says it in its place, and once until there are lines again. */
  #sayRuntimeError(message: string, batch: LineBatch): void {
    if (message !== this.#runtimeError) {
      batch.flush();
      this.#output.gap(message);
    }
    this.#runtimeError = message;
  }
}

/** What is kept of one connection while it is read. */
class Connection {
  readonly parser = new LogLines();
  readonly cursor: LogCursor;
  /** What comes is, or may be, of another instance: where it stands is no place of this source. */
  isForeign = false;

  constructor(position: LogPosition | null) {
    this.cursor = new LogCursor(position);
  }
}

/** 400 while a container has not started: worth waiting for, in the API server's own words. */
function isWaiting(error: unknown): error is StatusError {
  return (
    error instanceof StatusError &&
    error.code === 400 &&
    /is waiting to start|is not available/.test(error.message)
  );
}

/** The beginning of its second, as the API takes it. */
function secondOfInstant(time: string): string {
  return `${new Date(Date.parse(time)).toISOString().slice(0, 19)}Z`;
}
