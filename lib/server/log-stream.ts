import type { LogExit, LogFrame, LogLine, LogQuery } from "#lib/api/logs";
import type { Client, LogOptions } from "#lib/kubernetes/client";
import { pods } from "#lib/kubernetes/resources";
import { ConnectionError, StatusError } from "#lib/kubernetes/status-error";
import type { Pod } from "#lib/kubernetes/types";
import { defaultContainer } from "#lib/printers/pod";
import { printTerminated } from "#lib/printers/pod-detail";
import { RequestError, toApiError } from "#lib/server/api-error";
import { LineBatch } from "#lib/server/line-batch";
import { isRuntimeError, LogLines } from "#lib/server/log-lines";
import { formatPosition, LogCursor, type LogPosition } from "#lib/server/log-position";
import { containerStatus } from "#lib/server/pod-container";
import type { Sink } from "#lib/server/sse";
import type { Clock } from "#lib/time/clock";

export interface LogContext {
  readonly client: Client;
  readonly clock: Clock;
  /** Resolves when this Pod changed, or after `ms`. */
  podChanged(pod: Pod, ms: number, signal: AbortSignal): Promise<void>;
}

const firstRetryMs = 500;
const lastRetryMs = 15_000;
/** A waiting container is asked for again at least this often, should its Pod's change be missed. */
const waitMs = 5_000;
const exitReportMs = 3_000;
const rotated =
  "Some lines may be missing here: the log file was rotated while it was not being read.";

/**
 * Sends one container's log: waits until it starts, takes it up again after a cut without loss or
 * repetition, and ends with the exit code (kubectl-semantics 9, quality B4). `after` is where the
 * browser already stands. Never throws; what cannot be read is a `failure` frame.
 */
export async function streamLog(
  context: LogContext,
  query: LogQuery & { readonly sinceSeconds: number | null },
  after: LogPosition | null,
  sink: Sink,
): Promise<void> {
  try {
    await new LogReader(context, query, after, sink).run();
  } catch (error) {
    if (sink.signal.aborted) return;
    send(sink, { type: "failure", error: toApiError(error) });
  }
  sink.end();
}

class LogReader {
  readonly #context: LogContext;
  readonly #query: LogQuery & { readonly sinceSeconds: number | null };
  readonly #sink: Sink;
  #position: LogPosition | null;
  #said = "";

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
    let failures = 0;
    while (!this.#sink.signal.aborted) {
      const pod = await this.#pod(failures);
      if (!pod) {
        failures += 1;
        continue;
      }
      const container = this.#query.container || (defaultContainer(pod) ?? "");
      const before = containerStatus(pod, container)?.restartCount ?? 0;
      let outcome: Outcome;
      try {
        outcome = await this.#read(container);
      } catch (error) {
        if (!follow || !worthRetrying(error)) throw error;
        failures = await this.#interrupted(error.message, failures);
        continue;
      }
      switch (outcome.type) {
        case "waiting":
          if (!follow) throw outcome.error;
          this.#say({ type: "waiting", message: outcome.error.message });
          await this.#context.podChanged(pod, waitMs, this.#sink.signal);
          break;
        case "closed": {
          if (!follow || previous) {
            return this.#end(
              previous ? lastExitOf(pod, container) : exitOf(pod, container, before),
            );
          }
          const exit = await this.#exit(container, before);
          if (exit) return this.#end(exit);
          failures = await this.#interrupted(
            "the API server closed the log although the container still runs",
            outcome.lines > 0 ? 0 : failures,
          );
          break;
        }
      }
    }
  }

  /** How the container ended, once its Pod says so: the kubelet reports it a moment after the log closed. */
  async #exit(container: string, restartCount: number): Promise<LogExit | null> {
    const pod = await this.#pod(0);
    const exit = exitOf(pod, container, restartCount);
    if (exit || !pod || this.#sink.signal.aborted) return exit;
    await this.#context.podChanged(pod, exitReportMs, this.#sink.signal);
    return exitOf(await this.#pod(0), container, restartCount);
  }

  /** The Pod as it is now; null when the API server could not be asked and it was said. */
  async #pod(failures: number): Promise<Pod | null> {
    const { namespace, pod, uid, follow } = this.#query;
    try {
      const found = await this.#context.client.get(pods, namespace, pod, this.#sink.signal);
      if (uid === "" || found.metadata.uid === uid) return found;
      throw new RequestError(
        "not-found",
        `Pod ${pod} in ${namespace} was deleted; another Pod has taken its name.`,
        "Open the new Pod for its log.",
      );
    } catch (error) {
      if (!follow || !worthRetrying(error)) throw error;
      await this.#interrupted(error.message, failures);
      return null;
    }
  }

  async #read(container: string): Promise<Outcome> {
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
      if (error instanceof StatusError && isWaiting(error)) return { type: "waiting", error };
      throw error;
    }
    if (answer.status === 204) {
      return {
        type: "waiting",
        error: new RequestError("invalid", `Pod ${pod} is not scheduled to a node yet.`),
      };
    }
    this.#said = "";
    send(this.#sink, { type: "streaming", container });
    const cursor = new LogCursor(resumed);
    const batch = new LineBatch(this.#context.clock, (lines) => {
      const position = cursor.position();
      send(this.#sink, { type: "lines", lines }, position && formatPosition(position));
    });
    const parser = new LogLines();
    let lines = 0;
    try {
      for await (const bytes of answer.body) {
        lines += this.#deliver(parser.push(bytes), cursor, batch);
        batch.settle();
        // The kubelet waits as long as the browser does: nothing piles up here.
        await this.#sink.drained();
        if (this.#sink.signal.aborted) break;
      }
      lines += this.#deliver(parser.end(), cursor, batch);
    } finally {
      batch.flush();
      this.#position = cursor.position();
    }
    return { type: "closed", lines };
  }

  #deliver(lines: readonly LogLine[], cursor: LogCursor, batch: LineBatch): number {
    for (const line of lines) {
      if (isRuntimeError(line)) {
        this.#gap(line[1], batch);
        continue;
      }
      const verdict = cursor.judge(line);
      if (verdict === "after-gap") this.#gap(rotated, batch);
      if (verdict !== "seen") batch.add(line);
    }
    return lines.length;
  }

  /** Says in its place that something is missing. */
  #gap(message: string, batch: LineBatch): void {
    batch.flush();
    send(this.#sink, { type: "gap", message });
  }

  /** Says that the log is interrupted and waits before the next try; returns the failures so far. */
  async #interrupted(message: string, failures: number): Promise<number> {
    this.#say({ type: "interrupted", message });
    const delay = Math.min(lastRetryMs, firstRetryMs * 2 ** Math.min(failures, 5));
    await this.#context.clock.sleep(delay, this.#sink.signal).catch(() => {});
    return failures + 1;
  }

  /** Sends a notice unless it is the one already on screen. */
  #say(frame: Extract<LogFrame, { message: string }>): void {
    const text = `${frame.type} ${frame.message}`;
    if (text === this.#said) return;
    this.#said = text;
    send(this.#sink, frame);
  }

  #end(exit: LogExit | null): void {
    send(this.#sink, { type: "end", exit });
  }
}

type Outcome =
  | { readonly type: "waiting"; readonly error: Error }
  | { readonly type: "closed"; readonly lines: number };

/** How the instance that was read ended; null while it runs, or when the Pod is unknown. */
function exitOf(pod: Pod | null, container: string, restartCount: number): LogExit | null {
  const status = pod && containerStatus(pod, container);
  if (!status) return null;
  // After a restart, and while it waits for one, the instance that was read is the last one.
  const isLast = (status.restartCount ?? 0) > restartCount || status.state?.waiting;
  const { terminated } = (isLast ? status.lastState : status.state) ?? {};
  return terminated ? printTerminated(terminated) : null;
}

/** How the instance before the present one ended: whose log `previous` reads. */
function lastExitOf(pod: Pod, container: string): LogExit | null {
  const terminated = containerStatus(pod, container)?.lastState?.terminated;
  return terminated ? printTerminated(terminated) : null;
}

/** 400 while a container has not started: worth waiting for, in the API server's own words. */
function isWaiting(error: StatusError): boolean {
  return error.code === 400 && /is waiting to start|is not available/.test(error.message);
}

function worthRetrying(error: unknown): error is Error {
  if (error instanceof ConnectionError) return true;
  return error instanceof StatusError && (error.code >= 500 || error.code === 429);
}

function send(sink: Sink, frame: LogFrame, id?: string | null): void {
  sink.send(frame.type, JSON.stringify(frame), id ?? undefined);
}
