import { heartbeatMs, heartbeatStepMs } from "#lib/api/frames";
import type { Connection } from "#lib/server/connection";
import type { Clock } from "#lib/time/clock";

/** A browser that has read nothing for this long is let go; it reconnects and gets a snapshot. */
const stalledMs = 60_000;
/** Bytes that may wait for the network before the sink calls itself full. */
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
 * Opens a server-sent event stream on a connection; `response` is the head of its answer. `heartbeat`
 * gives the data of the named event that is sent after some seconds of silence, so that a script can
 * tell a quiet stream from a dead one. The queue is bounded by its producer: it asks `writable`, or
 * awaits `drained`, before it sends.
 */
export function openSink(
  clock: Clock,
  connection: Connection,
  heartbeat: () => string,
  observer?: SinkObserver,
): { readonly response: Response; readonly sink: Sink } {
  const ended = new AbortController();
  // Headers leave with the first bytes: a comment opens the stream at once.
  let early: Uint8Array[] | null = [encoder.encode(": open\n\n")];
  let waiters: (() => void)[] = [];
  let cancelBeat = () => {};
  let wroteAt = clock.now();
  let cancelStall: (() => void) | null = null;

  const queued = () =>
    early ? early.reduce((sum, { length }) => sum + length, 0) : connection.queued;
  const release = () => {
    const released = waiters;
    waiters = [];
    for (const resolve of released) resolve();
  };
  const finish = (close: () => void) => {
    if (ended.signal.aborted) return;
    cancelBeat();
    cancelStall?.();
    ended.abort();
    if (!early) close();
    release();
  };
  // One timer a stream, whatever is written: it looks how long the silence was. All look at the same
  // moments, so that a thousand streams wake the process once, not a thousand times.
  const beat = (since: number) => {
    const due = since + heartbeatMs;
    const ms = due - (due % heartbeatStepMs) - clock.now();
    cancelBeat = clock.after(Math.min(ms, heartbeatMs), () => {
      const now = clock.now();
      const quiet = now + heartbeatStepMs > wroteAt + heartbeatMs;
      if (quiet && sink.writable) sink.send("heartbeat", heartbeat());
      beat(quiet ? now : wroteAt);
    });
  };
  /** Lets go of a reader of whose queue nothing was taken for too long. */
  const stall = (before: number) => {
    cancelStall = clock.after(stalledMs, () => {
      const now = queued();
      if (now < before) return stall(now);
      observer?.stalled();
      finish(() => connection.destroy());
    });
  };

  const sink: Sink = {
    signal: ended.signal,
    get writable() {
      return !ended.signal.aborted && queued() < highWaterMark;
    },
    send(event, json, id) {
      sink.write(encodeEvent(event, json, id));
    },
    write(bytes) {
      if (ended.signal.aborted) return;
      wroteAt = clock.now();
      const wasWritable = sink.writable;
      if (early) early.push(bytes);
      else connection.write(bytes);
      observer?.sent(bytes.length);
      if (sink.writable) return;
      if (wasWritable) observer?.slow();
      if (!cancelStall) stall(queued());
    },
    drained() {
      if (sink.writable || ended.signal.aborted) return Promise.resolve();
      return new Promise((resolve) => waiters.push(resolve));
    },
    end: () => finish(() => connection.end()),
  };

  connection.on("close", () => finish(() => {}));
  if (connection.closed) finish(() => {});
  else beat(wroteAt);
  connection.takeOver(() => {
    const written = early ?? [];
    early = null;
    for (const bytes of written) connection.write(bytes);
    if (ended.signal.aborted) return connection.end();
    connection.on("drain", () => {
      cancelStall?.();
      cancelStall = null;
      release();
    });
    if (sink.writable) release();
  });

  const response = new Response(null, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      // no-transform: compression would hold events back and costs more than it saves here.
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
  return { response, sink };
}
