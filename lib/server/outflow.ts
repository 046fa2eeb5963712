import type { Connection } from "#lib/server/connection";
import type { Clock } from "#lib/time/clock";

/** A browser that has read nothing for this long is let go. */
const stalledMs = 60_000;
/** Bytes that may wait for the network before the outflow calls itself full. */
const highWaterMark = 256 * 1024;

/** The writing end of an answer that goes on. */
export interface Outflow {
  /** False while the browser reads too slowly, and once the answer has ended. */
  readonly writable: boolean;
  /** Aborted as soon as the answer has ended, whoever ended it. */
  readonly signal: AbortSignal;
  /** Ignored after the end. */
  write(...pieces: readonly Uint8Array[]): void;
  /** Resolves as soon as it is writable (or has ended). */
  drained(): Promise<void>;
  /** Ends the answer after what was written. */
  end(): void;
  /** Cuts the connection, so that nobody takes what was written for the whole. */
  destroy(): void;
}

/** Told of what an operator wants to count. */
export interface OutflowObserver {
  sent(bytes: number): void;
  /** The queue has become full: the browser reads too slowly. */
  slow(): void;
  /** Ended, for nothing was read for too long. */
  stalled(): void;
}

/**
 * Takes over a connection for an answer that goes on; the app says its head. The queue is bounded by
 * its producer: it asks `writable`, or awaits `drained`, before it writes. What is written before
 * the head is out leaves with it.
 */
export function openOutflow(
  clock: Clock,
  connection: Connection,
  observer?: OutflowObserver,
): Outflow {
  const ended = new AbortController();
  let early: Uint8Array[] | null = [];
  let cut = false;
  let waiters: (() => void)[] = [];
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
    cancelStall?.();
    ended.abort();
    if (!early) close();
    release();
  };
  /** Lets go of a reader of whose queue nothing was taken for too long. */
  const stall = (before: number) => {
    cancelStall = clock.after(stalledMs, () => {
      const now = queued();
      if (now < before) return stall(now);
      observer?.stalled();
      outflow.destroy();
    });
  };

  const outflow: Outflow = {
    signal: ended.signal,
    get writable() {
      return !ended.signal.aborted && queued() < highWaterMark;
    },
    write(...pieces) {
      if (ended.signal.aborted) return;
      const wasWritable = outflow.writable;
      if (early) early.push(...pieces);
      else connection.write(...pieces);
      observer?.sent(pieces.reduce((sum, { length }) => sum + length, 0));
      if (outflow.writable) return;
      if (wasWritable) observer?.slow();
      if (!cancelStall) stall(queued());
    },
    drained() {
      if (outflow.writable || ended.signal.aborted) return Promise.resolve();
      return new Promise((resolve) => waiters.push(resolve));
    },
    end: () => finish(() => connection.end()),
    destroy() {
      cut = true;
      finish(() => connection.destroy());
    },
  };

  connection.on("close", () => finish(() => {}));
  if (connection.closed) finish(() => {});
  connection.takeOver(() => {
    const written = early ?? [];
    early = null;
    for (const bytes of written) connection.write(bytes);
    if (cut) return connection.destroy();
    if (ended.signal.aborted) return connection.end();
    connection.on("drain", () => {
      cancelStall?.();
      cancelStall = null;
      release();
    });
    if (outflow.writable) release();
  });
  return outflow;
}
