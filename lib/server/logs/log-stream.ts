import type { LogFrame } from "#lib/api/log-frames";
import { StatusError } from "#lib/kubernetes/status-error";
import { RequestError, toApiError } from "#lib/server/api-error";
import { type LogContext, LogMerge, type StreamedQuery } from "#lib/server/logs/log-merge";
import type { LogPlace } from "#lib/server/logs/log-places";
import { isPassing } from "#lib/server/logs/log-reader";
import type { LogSink } from "#lib/server/sse";

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
  sink: LogSink,
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

async function follow(
  context: LogContext,
  query: StreamedQuery,
  merge: LogMerge,
  sink: LogSink,
): Promise<void> {
  const { clock } = context;
  const { signal } = sink;
  const goesOn = query.follow && !query.once;
  let asked = query;
  let failures = 0;
  while (!signal.aborted) {
    const nextLook = clock.now() + leastLookMs;
    try {
      const found = await context.target(asked, signal);
      failures = 0;
      asked = { ...query, uid: merge.take(found) };
    } catch (error) {
      signal.throwIfAborted();
      const isKnown = merge.hasLooked;
      if (isKnown && isGone(error)) merge.targetIsGone();
      else if (!(goesOn || query.once) || (!isPassing(error) && !isKnown)) throw error;
      else {
        merge.lookFailed(toApiError(error).message);
        if (query.once) return;
        const delay = Math.min(lastRetryMs, firstRetryMs * 2 ** Math.min(failures, 5));
        failures += 1;
        await clock.sleep(delay, signal).catch(() => {});
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

function send(sink: LogSink, frame: LogFrame): void {
  sink.send(frame.type, JSON.stringify(frame));
}
