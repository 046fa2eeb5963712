import { heartbeatMs, heartbeatStepMs } from "#lib/api/frames";
import type { Connection } from "#lib/server/connection";
import { type Outflow, type OutflowObserver, openOutflow } from "#lib/server/outflow";
import type { Clock } from "#lib/time/clock";

const encoder = new TextEncoder();

/** An event as it travels; `json` is its data on one line. */
export function encodeEvent(event: string, json: string, id?: string): Uint8Array {
  const head = Buffer.from(eventHead(event, id));
  // Put together as a text, a large one would be copied once more.
  const bytes = Buffer.allocUnsafeSlow(head.length + Buffer.byteLength(json) + eventEnd.length);
  head.copy(bytes);
  bytes.write(json, head.length);
  bytes.write(eventEnd, bytes.length - eventEnd.length);
  return bytes;
}

/** What stands before the data of an event that is written in pieces, and what after it. */
export function eventHead(event: string, id?: string): string {
  return `${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: `;
}
export const eventEnd = "\n\n";
const [opening, ending] = [encoder.encode(": open\n\n"), encoder.encode(eventEnd)];

/**
 * The writing end of one server-sent event stream. What is written is an event of `encodeEvent`, which
 * may be shared with other sinks.
 */
export interface Sink extends Omit<Outflow, "destroy"> {
  /** Writes one event; `json` is its data, already encoded. Ignored after the end. */
  send(event: string, json: string, id?: string): void;
}

/** A sink for what need not be JSON, too. */
export interface LogSink extends Sink {
  /** Writes one event whose data is a text and the bytes behind it, which have no line break. */
  sendRaw(event: string, text: string, pieces: readonly Uint8Array[], id?: string): void;
}

/**
 * Opens a server-sent event stream on a connection; `response` is the head of its answer. `heartbeat`
 * gives the data of the named event that is sent after some seconds of silence, so that a script can
 * tell a quiet stream from a dead one. A browser that is let go, for it read nothing, reconnects and
 * gets a snapshot.
 */
export function openSink(
  clock: Clock,
  connection: Connection,
  heartbeat: () => string,
  observer?: OutflowObserver,
): { readonly response: Response; readonly sink: LogSink } {
  const outflow = openOutflow(clock, connection, observer);
  let cancelBeat = () => {};
  let wroteAt = clock.now();
  // One timer a stream, whatever is written: it looks how long the silence was. All look at the same
  // moments, so that a thousand streams wake the process once, not a thousand times.
  const beat = (since: number) => {
    const due = since + heartbeatMs;
    const ms = due - (due % heartbeatStepMs) - clock.now();
    cancelBeat = clock.after(Math.min(ms, heartbeatMs), () => {
      const now = clock.now();
      const quiet = now + heartbeatStepMs > wroteAt + heartbeatMs;
      if (quiet && outflow.writable) sink.send("heartbeat", heartbeat());
      beat(quiet ? now : wroteAt);
    });
  };
  const sink: LogSink = {
    signal: outflow.signal,
    get writable() {
      return outflow.writable;
    },
    send(event, json, id) {
      sink.write(encodeEvent(event, json, id));
    },
    sendRaw(event, text, pieces, id) {
      sink.write(encoder.encode(eventHead(event, id) + text), ...pieces, ending);
    },
    write(...pieces) {
      if (outflow.signal.aborted) return;
      wroteAt = clock.now();
      outflow.write(...pieces);
    },
    drained: outflow.drained,
    end: outflow.end,
  };
  // Headers leave with the first bytes: a comment opens the stream at once.
  outflow.write(opening);
  if (!outflow.signal.aborted) beat(wroteAt);
  outflow.signal.addEventListener("abort", () => cancelBeat(), { once: true });

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
