import type { Instant } from "#lib/api/rows";
import { type Clock, systemClock } from "#lib/time/clock";

/** So many frames are remembered: enough to meet a quick one, few enough to follow a clock set anew. */
const remembered = 8;
/** No frame is on its way for so long (a reader that stalls is let go before): a clock was set. */
const impossibleMs = 60_000;
/** A correction that a viewer would see. */
const noticeableMs = 500;

/**
 * The API server's clock, as far as a browser can know it. A frame's `now` is always some way old
 * when it arrives, so of the last few the one that took least time (the greatest offset) is right.
 */
export class ServerClock {
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  #offsets: number[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes in a frame that was written at `now` and has just arrived. */
  observe(now: Instant): void {
    const offset = Date.parse(now) - this.#clock.now();
    if (Number.isNaN(offset)) return;
    const before = this.correct(0);
    const isSet = Math.max(...this.#offsets) - offset > impossibleMs;
    this.#offsets = isSet ? [offset] : [...this.#offsets, offset].slice(-remembered);
    if (Math.abs(this.correct(0) - before) < noticeableMs) return;
    for (const listener of this.#listeners) listener();
  }

  /** Calls the listener when the present has moved by more than time went on. */
  onShift(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A moment of this browser's clock on the server's; its own until a frame has come. */
  correct(ms: number): number {
    return this.#offsets.length === 0 ? ms : ms + Math.max(...this.#offsets);
  }

  now(): number {
    return this.correct(this.#clock.now());
  }
}

/** All views ask the same server. */
export const serverClock = new ServerClock(systemClock);
