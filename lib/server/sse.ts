import { heartbeatMs } from "#lib/api/frames";
import type { Clock } from "#lib/time/clock";

/** A browser that has read nothing for this long is let go; it reconnects and gets a snapshot. */
const stalledMs = 60_000;
/** Bytes that may wait in the stream before the sink calls itself full. */
const highWaterMark = 256 * 1024;

const encoder = new TextEncoder();

/** An event as it travels; `json` is its data on one line. */
export function encodeEvent(event: string, json: string, id?: string): Uint8Array {
  return encoder.encode(`${eventHead(event, id)}${json}${eventEnd}`);
}

/** What stands before the data of an event that is written in pieces, and what after it. */
export function eventHead(event: string, id?: string): string {
  return `${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: `;
}
export const eventEnd = "\n\n";

/** The writing end of one server-sent event stream. */
export interface Sink {
  /** False while the browser reads too slowly, and once the stream has ended. */
  readonly writable: boolean;
  readonly signal: AbortSignal;
  /** Writes one event; `json` is its data, already encoded. Ignored after the end. */
  send(event: string, json: string, id?: string): void;
  /** Writes an event of `encodeEvent`, which may be shared with other sinks. Ignored after the end. */
  write(event: Uint8Array): void;
  /** Resolves as soon as the sink is writable (or has ended). */
  drained(): Promise<void>;
  /** Ends the stream after what was sent. */
  end(): void;
}

/** Told of what an operator wants to count. */
export interface SinkObserver {
  sent(bytes: number): void;
  /** The queue has become full: the browser reads too slowly. */
  slow(): void;
  /** Ended, for nothing was read for too long. */
  stalled(): void;
}

/**
 * Opens a server-sent event stream. `heartbeat` gives the data of the named event that is sent
 * after some seconds of silence, so that a script can tell a quiet stream from a dead one. The queue
 * is bounded by its producer: it asks `writable`, or awaits `drained`, before it sends.
 */
export function openSink(
  clock: Clock,
  signal: AbortSignal,
  heartbeat: () => string,
  observer?: SinkObserver,
): { readonly response: Response; readonly sink: Sink } {
  const ended = new AbortController();
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  let waiters: (() => void)[] = [];
  let cancelBeat = () => {};
  let wroteAt = clock.now();
  let cancelStall = () => {};

  const release = () => {
    const released = waiters;
    waiters = [];
    for (const resolve of released) resolve();
  };
  const finish = (close: () => void) => {
    if (ended.signal.aborted) return;
    cancelBeat();
    cancelStall();
    signal.removeEventListener("abort", abort);
    ended.abort();
    try {
      close();
    } catch {
      // The reader has already cancelled the stream; there is nothing left to close.
    }
    release();
  };
  const abort = () => finish(() => controller?.close());
  // One timer a stream, whatever is written: it looks how long the silence was.
  const beat = (ms: number) => {
    cancelBeat = clock.after(ms, () => {
      const left = wroteAt + heartbeatMs - clock.now();
      if (left <= 0 && sink.writable) sink.send("heartbeat", heartbeat());
      beat(left > 0 ? left : heartbeatMs);
    });
  };

  const sink: Sink = {
    signal: ended.signal,
    get writable() {
      return !ended.signal.aborted && (controller?.desiredSize ?? 0) > 0;
    },
    send(event, json, id) {
      sink.write(encodeEvent(event, json, id));
    },
    write(bytes) {
      if (ended.signal.aborted || !controller) return;
      wroteAt = clock.now();
      const wasWritable = sink.writable;
      controller.enqueue(bytes);
      observer?.sent(bytes.length);
      if (!sink.writable) {
        if (wasWritable) observer?.slow();
        cancelStall();
        cancelStall = clock.after(stalledMs, () => {
          observer?.stalled();
          finish(() => controller?.error(new Error("the reader stalled")));
        });
      }
    },
    drained() {
      if (sink.writable || ended.signal.aborted) return Promise.resolve();
      return new Promise((resolve) => waiters.push(resolve));
    },
    end: abort,
  };

  const body = new ReadableStream<Uint8Array>(
    {
      start(opened) {
        controller = opened;
        // Headers leave with the first bytes: a comment opens the stream at once.
        opened.enqueue(encoder.encode(": open\n\n"));
        beat(heartbeatMs);
      },
      pull() {
        cancelStall();
        release();
      },
      cancel: () => finish(() => {}),
    },
    new ByteLengthQueuingStrategy({ highWaterMark }),
  );
  if (signal.aborted) abort();
  else signal.addEventListener("abort", abort, { once: true });

  const response = new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      // no-transform: compression would hold events back and costs more than it saves here.
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
  return { response, sink };
}
