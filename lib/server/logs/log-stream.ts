import type { LogFrame } from "#lib/api/log-frames";
import { StatusError } from "#lib/kubernetes/status-error";
import { RequestError, toApiError } from "#lib/server/api-error";
import {
  exitOf,
  isOver,
  newestInstance,
  previousInstance,
  startOf,
} from "#lib/server/logs/container-instance";
import { LineBatch } from "#lib/server/logs/line-batch";
import { isRuntimeError, LogLines } from "#lib/server/logs/log-lines";
import { formatPosition, LogCursor, type LogPosition } from "#lib/server/logs/log-position";
import { containerStatus } from "#lib/server/pod-container";
import type { Sink } from "#lib/server/sse";

/** A target that changes all the time is looked at this often. */
const leastLookMs = 500;
const firstRetryMs = 500;
const lastRetryMs = 15_000;

/**
 * Sends the logs of a target, each from where the browser stands in it (`after`), until all have
 * ended and none can join. Never throws; what cannot be read at all is a `failure` frame.
 */
export async function streamLogs(
  context: LogContext,
  query: StreamedQuery,
  after: ReadonlyMap<string, LogPlace>,
  sink: Sink,
): Promise<void> {
  const merge = new LogMerge(context, query, after, sink);
  try {
    await follow(context, query, merge, sink);
  } catch (error) {
    if (sink.signal.aborted) return;
    const failure = toApiError(error);
    if (failure.code === "internal") context.onError(error);
    send(sink, { type: "failure", error: failure });
  }
  sink.end();
}

class LogReader {
  readonly #context: LogContext;
  readonly #query: LogQuery & { readonly sinceSeconds: number | null };
  readonly #sink: Sink;
  #position: LogPosition | null;
  /** The notice on screen. */
  #said = "";
  /** The runtime error that was said since the last line. */
  #runtimeError = "";
  /** Tries in a row that brought nothing new. */
  #failures = 0;

  constructor(
    context: LogContext,
    query: LogQuery & { readonly sinceSeconds: number | null },
    after: LogPosition | null,
    sink: Sink,
  ) {
    this.#context = context;
    this.#query = query;
    this.#position = after;
    this.#sink = sink;
  }

  async run(): Promise<void> {
    const { follow, previous } = this.#query;
    const { clock, podChanged } = this.#context;
    const { signal } = this.#sink;
    while (!signal.aborted) {
      const nextRound = clock.now() + leastRoundMs;
      const pod = await this.#pod();
      if (!pod) continue;
      const container = this.#query.container || (defaultContainer(pod) ?? "");
      const restartCount = containerStatus(pod, container)?.restartCount ?? 0;
      let waiting: Error | null;
      try {
        waiting = await this.#read(pod, container);
      } catch (error) {
        if (!follow || !worthRetrying(error)) throw error;
        await this.#interrupted(error.message);
        continue;
      }
      if (waiting) {
        if (!follow || isOver(pod)) throw waiting;
        this.#say({ type: "waiting", message: waiting.message });
        await podChanged(pod, waitMs, signal);
        await clock.sleep(Math.max(0, nextRound - clock.now()), signal).catch(() => {});
        continue;
      }
      if (previous)
        return this.#end(exitOf(pod, container, previousInstance(pod, container) ?? -1));
      if (!follow) return this.#end(exitOf(pod, container, restartCount));
      const exit = await this.#exit(container, restartCount);
      if (exit === undefined) continue;
      if (exit || isOver(pod)) return this.#end(exit);
      await this.#interrupted("the API server closed the log although the container still runs");
    }
  }

  /**
   * How the container ended, once its Pod says so: the kubelet reports it a moment after the log
   * closed. Null when it has not; undefined when the Pod could not be asked, which was said.
   */
  async #exit(container: string, restartCount: number): Promise<LogExit | null | undefined> {
    const pod = await this.#pod();
    if (!pod) return undefined;
    const exit = exitOf(pod, container, restartCount);
    if (exit || this.#sink.signal.aborted) return exit;
    await this.#context.podChanged(pod, exitReportMs, this.#sink.signal);
    const later = await this.#pod();
    return later ? exitOf(later, container, restartCount) : undefined;
  }

  /** The Pod as it is now; null when the API server could not be asked and it was said. */
  async #pod(): Promise<Pod | null> {
    const { namespace, pod, uid, follow } = this.#query;
    try {
      const found = await context.target(asked, signal);
      failures = 0;
      asked = { ...query, uid: merge.take(found) };
    } catch (error) {
      if (!follow || !worthRetrying(error)) throw error;
      await this.#interrupted(error.message);
      return null;
    }
  }

  /** Reads the log to where it ends or is cut; if there is none yet, the reason is returned. */
  async #read(on: Pod, container: string): Promise<Error | null> {
    const { namespace, pod, previous, follow, tail, sinceSeconds } = this.#query;
    const resumed = this.#position;
    const options: LogOptions = {
      container,
      previous,
      follow,
      timestamps: true,
      ...(resumed ? { sinceTime: resumed.since } : {}),
      ...(!resumed && tail !== null ? { tailLines: tail } : {}),
      ...(!resumed && sinceSeconds !== null ? { sinceSeconds } : {}),
    };
    let answer: Awaited<ReturnType<Client["log"]>>;
    try {
      answer = await this.#context.client.log(namespace, pod, options, this.#sink.signal);
    } catch (error) {
      if (error instanceof StatusError && isWaiting(error)) return error;
      throw error;
    }
    if (answer.status === 204) {
      const why = isOver(on) ? "was never scheduled to a node" : "is not scheduled to a node yet";
      return new RequestError("invalid", `Pod ${pod} ${why}.`);
    }
    this.#said = "";
    send(this.#sink, { type: "streaming", container });
    const cursor = new LogCursor(resumed);
    const batch = new LineBatch(this.#context.clock, (lines) => {
      const position = cursor.position();
      send(this.#sink, { type: "lines", lines }, position && formatPosition(position));
    });
    const instance = previous ? previousInstance(on, container) : newestInstance(on, container);
    const began = startOf(on, container, instance ?? -1)?.slice(0, 19) ?? "";
    const gap = resumed && began > resumed.newest.slice(0, 19) ? restarted : rotated;
    const parser = new LogLines();
    const openedAt = this.#context.clock.now();
    try {
      for await (const bytes of answer.body) {
        this.#deliver(parser.push(bytes), cursor, batch, gap);
        batch.settle();
        // The kubelet waits as long as the browser does: nothing piles up here.
        await this.#sink.drained();
        if (this.#sink.signal.aborted) break;
      }
      this.#deliver(parser.end(), cursor, batch, gap);
    } finally {
      batch.flush();
      this.#position = cursor.position();
      if (this.#context.clock.now() - openedAt >= healthyMs) this.#failures = 0;
    }
    return null;
  }

  #deliver(lines: readonly LogLine[], cursor: LogCursor, batch: LineBatch, gap: string): void {
    for (const line of lines) {
      if (isRuntimeError(line)) {
        if (line[1] !== this.#runtimeError) this.#gap(line[1], batch);
        this.#runtimeError = line[1];
        continue;
      }
    }
    if (!goesOn) await merge.allRead();
    if (signal.aborted) return;
    if (merge.isOver || (!goesOn && !query.once)) return send(sink, { type: "end" });
    if (!goesOn) return;
    await context.changed(signal);
    await clock.sleep(Math.max(0, nextLook - clock.now()), signal).catch(() => {});
  }
}

/** The target was deleted, and perhaps created again as another. */
function isGone(error: unknown): boolean {
  if (error instanceof RequestError) return error.code === "not-found";
  return error instanceof StatusError && error.code === 404;
}

function send(sink: Sink, frame: LogFrame): void {
  sink.send(frame.type, JSON.stringify(frame));
}
