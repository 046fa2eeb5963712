import type { ApiError } from "#lib/api/errors";
import type { LogFrame, LogLine } from "#lib/api/log-frames";
import { formatLogQuery, type LogQuery } from "#lib/api/log-query";
import { routes } from "#lib/api/routes";
import { openFrameStream } from "#lib/client/frame-stream";
import type { Clock } from "#lib/time/clock";

export interface OlderReading {
  /** What was read of each source, by its key; a source without lines may be missing. */
  onRead(lines: ReadonlyMap<string, readonly LogLine[]>): void;
  onFailed(error: ApiError): void;
}

const frameTypes = ["source", "lines", "end", "failure", "heartbeat"] satisfies LogFrame["type"][];

/**
 * Reads what a query that does not follow names, whole and once. It ends by itself, so no proxy
 * holds it back for ever. The returned function calls it off.
 */
export function readOlder(query: LogQuery, listener: OlderReading, clock: Clock): () => void {
  let read = new Map<string, LogLine[]>();
  let numbered: LogLine[][] = [];
  const stream = openFrameStream<LogFrame>(
    {
      url() {
        // It is read from its beginning again when it was cut off.
        read = new Map();
        numbered = [];
        return `${routes.logs}?${formatLogQuery(query)}`;
      },
      types: frameTypes,
      onFrame(frame) {
        if (frame.type === "source") {
          const lines = read.get(frame.origin.key) ?? [];
          read.set(frame.origin.key, lines);
          numbered[frame.source] = lines;
        } else if (frame.type === "lines") {
          const lines = numbered[frame.source];
          for (const line of frame.lines) lines?.push(line);
        } else if (frame.type === "end") {
          listener.onRead(read);
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
