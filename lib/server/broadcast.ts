import { DeltaRing } from "#lib/server/delta-ring";
import { Snapshot, type Whole } from "#lib/server/snapshot";
import { encodeEvent, type Sink } from "#lib/server/sse";
import type { Clock } from "#lib/time/clock";

interface BroadcastOptions {
  readonly clock: Clock;
  /** The API server's present, as frames write it. */
  readonly now: () => string;
  /** The view as it is at this moment. */
  readonly whole: () => Whole;
  /** Tells what waits to be told; called before anybody is brought up to date. */
  readonly tellPending: () => void;
  readonly failed: (error: unknown) => void;
}

interface Subscriber {
  readonly sink: Sink;
  /** The delta it was sent last; -1 when it needs a snapshot. */
  seq: number;
  /** It has yet to be sent its snapshot or to read what it was sent, and is sent nothing meanwhile. */
  behind: boolean;
}

/** A snapshot serves those who join within this time too: they are told what came after it. */
const snapshotMs = 1_000;

/**
 * What the browsers of one view are sent. Each begins with a snapshot, or where it was cut off, and
 * gets every delta after it; one that reads too slowly gets what it missed, or a snapshot where that
 * is less. A delta is encoded once, whoever listens.
 */
export class Broadcast {
  readonly #options: BroadcastOptions;
  readonly #subscribers = new Set<Subscriber>();
  /** Null until there is something to tell. */
  #ring: DeltaRing | null = null;
  #snapshot: Snapshot | null = null;
  /** The size of the last one; before the first nobody knows how much it would be. */
  #snapshotBytes = Number.POSITIVE_INFINITY;
  #cancelForget = () => {};

  constructor(options: BroadcastOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#subscribers.size;
  }

  /** Serves the sink until it ends; `after` is the id of the last event it has, if any. */
  join(sink: Sink, after: string | null, left: () => void): void {
    const seq = this.#ring?.seqOf(after) ?? -1;
    const subscriber: Subscriber = { sink, seq, behind: false };
    this.#subscribers.add(subscriber);
    const leave = () => {
      this.#subscribers.delete(subscriber);
      left();
    };
    if (sink.signal.aborted) return leave();
    sink.signal.addEventListener("abort", leave, { once: true });
    this.#catchUp(subscriber);
  }

  /** Forgets what was told: every browser gets a snapshot. */
  beginAnew(): void {
    this.#ring = new DeltaRing();
    this.#forgetSnapshot();
    for (const subscriber of this.#subscribers) {
      subscriber.seq = -1;
      if (!subscriber.behind) this.#catchUp(subscriber);
    }
  }

  /** Tells everybody what changed; `fields` are those of a delta, as JSON. */
  push(fields: readonly string[]): void {
    const ring = this.#ring;
    if (!ring) return;
    ring.push(this.#delta(ring, ring.newest + 1, fields));
    for (const subscriber of this.#subscribers) {
      if (!subscriber.behind) this.#catchUp(subscriber);
    }
  }

  /** Ends every stream for good, with a last event. */
  fail(event: string, json: string): void {
    for (const { sink } of [...this.#subscribers]) {
      sink.send(event, json);
      sink.end();
    }
  }

  stop(): void {
    this.#forgetSnapshot();
  }

  /** Sends what a browser lacks: the deltas it missed, or a snapshot where they are not here. */
  #catchUp(subscriber: Subscriber): void {
    const { sink } = subscriber;
    const ring = this.#ring;
    if (!ring) return;
    if (!sink.writable) {
      subscriber.behind = true;
      void sink.drained().then(() => this.#resume(subscriber));
      return;
    }
    const missed = ring.after(subscriber.seq);
    if (!missed) {
      this.#sendSnapshot(ring, subscriber).catch(this.#options.failed);
      return;
    }
    subscriber.seq = ring.newest;
    // Who comes back and missed nothing is told so.
    if (missed.length === 0) sink.write(this.#delta(ring, ring.newest, []));
    for (const bytes of missed) sink.write(bytes);
  }

  /** Goes on after a slow browser has read: with the latest state, unless the history is shorter. */
  #resume(subscriber: Subscriber): void {
    // While it is behind, what is told meanwhile is not also sent to it from there.
    this.#options.tellPending();
    subscriber.behind = false;
    if (subscriber.sink.signal.aborted) return;
    const missed = this.#ring?.after(subscriber.seq);
    if (missed?.length === 0) return;
    if (missed && sizeOf(missed) > this.#snapshotBytes) subscriber.seq = -1;
    this.#catchUp(subscriber);
  }

  async #sendSnapshot(ring: DeltaRing, subscriber: Subscriber): Promise<void> {
    const snapshot = this.#freshSnapshot(ring);
    subscriber.behind = true;
    subscriber.seq = snapshot.seq;
    const event = await snapshot.event(ring.idOf(snapshot.seq), this.#options.now());
    // The view may have begun anew meanwhile.
    if (this.#ring === ring) for (const bytes of event) subscriber.sink.write(bytes);
    this.#resume(subscriber);
  }

  #freshSnapshot(ring: DeltaRing): Snapshot {
    const missed = this.#snapshot && ring.after(this.#snapshot.seq);
    // With a history as long as itself it would only cost more.
    if (this.#snapshot && missed && sizeOf(missed) <= this.#snapshot.bytes) return this.#snapshot;
    this.#forgetSnapshot();
    this.#snapshot = new Snapshot(ring.newest, this.#options.whole());
    this.#snapshotBytes = this.#snapshot.bytes;
    this.#cancelForget = this.#options.clock.after(snapshotMs, () => this.#forgetSnapshot());
    return this.#snapshot;
  }

  #forgetSnapshot(): void {
    this.#cancelForget();
    this.#snapshot = null;
  }

  #delta(ring: DeltaRing, seq: number, fields: readonly string[]): Uint8Array {
    const data = ['"type":"delta"', `"now":"${this.#options.now()}"`, ...fields].join(",");
    return encodeEvent("delta", `{${data}}`, ring.idOf(seq));
  }
}

function sizeOf(events: readonly Uint8Array[]): number {
  return events.reduce((sum, { length }) => sum + length, 0);
}
