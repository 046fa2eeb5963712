import type { LineBlock } from "#lib/server/logs/timed-lines";
import type { Clock } from "#lib/time/clock";

/**
 * What waits in memory is bounded by this. A chunk of a busy log fills a frame: texts that are put
 * together, or too large for the young generation (128 KiB), cost several times as much.
 */
const fullLength = 32 * 1024;

/** Gathers lines of a log into frames, since one frame a chunk would cost more than the lines do. */
export class LineBatch {
  readonly #clock: Clock;
  readonly #gapMs: () => number;
  readonly #send: (lines: string | readonly Buffer[]) => void;
  /** Of one kind, and in their order. */
  #blocks: LineBlock[] = [];
  #length = 0;
  #sentAt = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | null = null;

  /** A busy log is sent at most every `gapMs`; a line after a quiet spell leaves at once. */
  constructor(
    clock: Clock,
    gapMs: () => number,
    send: (lines: string | readonly Buffer[]) => void,
  ) {
    this.#clock = clock;
    this.#gapMs = gapMs;
    this.#send = send;
  }

  add(block: LineBlock): void {
    if (typeof block !== typeof this.#blocks[0]) this.flush();
    this.#blocks.push(block);
    this.#length += block.length;
    if (this.#length >= fullLength) this.flush();
  }

  /** Call when no more lines are at hand: sends them, now or as soon as the gap has passed. */
  settle(): void {
    if (this.#length === 0 || this.#cancel) return;
    const wait = this.#sentAt + this.#gapMs() - this.#clock.now();
    if (wait <= 0) this.flush();
    else this.#cancel = this.#clock.after(wait, () => this.flush());
  }

  /** Sends what was gathered, at once. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = null;
    if (this.#length === 0) return;
    this.#sentAt = this.#clock.now();
    const blocks = this.#blocks;
    this.#blocks = [];
    this.#length = 0;
    const raw = blocks.filter((block) => typeof block !== "string");
    this.#send(raw.length > 0 ? raw : blocks.join(""));
  }
}
