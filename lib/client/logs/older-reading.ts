import type { ApiError } from "#lib/api/errors";
import type { LogFrame, LogLine } from "#lib/api/log-frames";
import { formatLogQuery, type LogQuery } from "#lib/api/log-query";
import { openFrameStream } from "#lib/client/frame-stream";
import { requestUrl } from "#lib/client/page-context";
import { linesOf } from "#lib/logs/line-block";
import { rawEvent, readLogEvent } from "#lib/logs/raw-lines";
import type { Text } from "#lib/texts/text";
import type { Clock } from "#lib/time/clock";

export interface OlderReading {
  /** What was read of each source, by its key; one that failed is missing, and `failure` says why. */
  onRead(lines: ReadonlyMap<string, readonly LogLine[]>, failure: Text): void;
  onFailed(error: ApiError): void;
}

const frameTypes = [
  "source",
  "standing",
  "lines",
  rawEvent,
  "end",
  "failure",
  "heartbeat",
] satisfies (LogFrame["type"] | typeof rawEvent)[];

/**
 * Reads what a query that does not follow names, whole and once. It ends by itself, so no proxy
 * holds it back for ever. The returned function calls it off.
 */
export function readOlder(query: LogQuery, listener: OlderReading, clock: Clock): () => void {
  let read = new Map<string, LogLine[]>();
  let keys: string[] = [];
  let failure: Text = "";
  const stream = openFrameStream<LogFrame>(
    {
      url() {
        // It is read from its beginning again when it was cut off.
        read = new Map();
        keys = [];
        failure = "";
        return requestUrl("logs", formatLogQuery(query));
      },
      types: frameTypes,
      parse: readLogEvent,
      onFrame(frame) {
        if (frame.type === "source") {
          keys[frame.source] = frame.origin.key;
          if (!read.has(frame.origin.key)) read.set(frame.origin.key, []);
        } else if (frame.type === "lines") {
          const lines = read.get(keys[frame.source] ?? "");
          for (const line of linesOf(frame.block)) lines?.push(line);
        } else if (frame.type === "standing" && frame.standing.state === "failed") {
          read.delete(keys[frame.source] ?? "");
          failure = frame.standing.error.message;
        } else if (frame.type === "end") {
          listener.onRead(read, failure);
          return "end";
        } else if (frame.type === "failure") {
          listener.onFailed(frame.error);
          return "end";
        }
        return "more";
      },
      onState: (state) => state.state === "failed" && listener.onFailed(state.error),
    },
    clock,
  );
  return () => stream.close();
}
