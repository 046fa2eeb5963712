import type { WatchFrame } from "#lib/api/frames";
import { type PackedFrame, unpackFrame } from "#lib/api/row-tuples";
import { FrameQueue } from "#lib/client/frame-queue";
import { type FrameStream, openFrameStream, type StreamState } from "#lib/client/frame-stream";
import { legibleJson } from "#lib/client/legible";
import { requestUrl } from "#lib/client/page-context";
import { type Clock, systemClock } from "#lib/time/clock";

export interface WatchSourceOptions {
  /** The query string of the scope (`formatScope`). */
  readonly scope: string;
  /** `failure` and `restart` are not passed on: they become states of the stream. */
  onFrame(frame: Exclude<WatchFrame, { type: "failure" | "restart" }>): void;
  onState(state: StreamState): void;
}

/** Follows the watch stream of one view until it is closed or fails. */
export function openWatchSource(
  options: WatchSourceOptions,
  clock: Clock = systemClock,
): FrameStream {
  const { scope, onFrame, onState } = options;
  const queue = new FrameQueue(onFrame, clock);
  // The next connection says that a person asked for it: the server then tries its cluster at once.
  let asked = false;
  // Where to take it up again: the server tells only what was missed, if it still knows.
  let last = "";
  const stream = openFrameStream<PackedFrame>(
    {
      polls: true,
      url(by) {
        const after = last === "" ? "" : `&after=${encodeURIComponent(last)}`;
        const retry = asked ? "&retry=1" : "";
        const once = by === "poll" ? "&once=1" : "";
        asked = false;
        return requestUrl("watch", `${scope}${after}${retry}${once}`);
      },
      parse: legibleJson,
      types: [
        "snapshot",
        "delta",
        "heartbeat",
        "restart",
        "failure",
      ] satisfies WatchFrame["type"][],
      onFrame(packed, id) {
        const frame = unpackFrame(packed);
        if (id !== "") last = id;
        if (frame.type === "failure") {
          onState({ state: "failed", error: frame.error });
          return "end";
        }
        if (frame.type === "restart") return { backInMs: frame.afterMs };
        queue.push(frame);
        return "more";
      },
      onState,
    },
    clock,
  );
  return {
    retryNow() {
      asked = true;
      stream.retryNow();
    },
    close() {
      stream.close();
      queue.clear();
    },
  };
}
