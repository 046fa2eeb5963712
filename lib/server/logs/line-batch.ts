import type { Clock } from "#lib/time/clock";

/**
 * What waits in memory is bounded by this. A chunk of a busy log fills a frame: texts that are put
 * together, or too large for the young generation (128 KiB), cost several times as much.
 */
const maxCharacters = 32 * 1024;

/** Gathers lines of a log into frames, since one frame a chunk would cost more than the lines do. */
export class LineBatch {
  readonly #clock: Clock;
  readonly #gapMs: () => number;
  readonly #send: (block: string) => void;
  #block = "";
  #sentAt = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | null = null;

  /** A busy log is sent at most every `gapMs`; a line after a quiet spell leaves at once. */
  constructor(clock: Clock, gapMs: () => number, send: (block: string) => void) {
    this.#clock = clock;
    this.#gapMs = gapMs;
    this.#send = send;
  }

  /** Adds lines: a block of lib/logs/line-block. */
  add(block: string): void {
    this.#block += block;
    if (this.#block.length >= maxCharacters) this.flush();
  }

  /** Call when no more lines are at hand: sends them, now or as soon as the gap has passed. */
  settle(): void {
    if (this.#block === "" || this.#cancel) return;
    const wait = this.#sentAt + this.#gapMs() - this.#clock.now();
    if (wait <= 0) this.flush();
    else this.#cancel = this.#clock.after(wait, () => this.flush());
  }

  /** Sends what was gathered, at once. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = null;
    if (this.#block === "") return;
    this.#sentAt = this.#clock.now();
    const block = this.#block;
    this.#block = "";
    this.#send(block);
  }
}
