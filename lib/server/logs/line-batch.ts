import type { LogLine } from "#lib/api/log-frames";
import type { Clock } from "#lib/time/clock";

const maxLines = 1_000;
/** Long lines fill a frame sooner: what waits in memory is bounded by this. */
const maxCharacters = 512 * 1024;

/** Gathers lines of a log into frames, since one frame a chunk would cost more than the lines do. */
export class LineBatch {
  readonly #clock: Clock;
  readonly #gapMs: () => number;
  readonly #send: (lines: readonly LogLine[]) => void;
  #lines: LogLine[] = [];
  #characters = 0;
  #sentAt = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | null = null;

  /** A busy log is sent at most every `gapMs`; a line after a quiet spell leaves at once. */
  constructor(clock: Clock, gapMs: () => number, send: (lines: readonly LogLine[]) => void) {
    this.#clock = clock;
    this.#gapMs = gapMs;
    this.#send = send;
  }

  add(line: LogLine): void {
    this.#lines.push(line);
    this.#characters += line[1].length;
    if (this.#lines.length >= maxLines || this.#characters >= maxCharacters) this.flush();
  }

  /** Call when no more lines are at hand: sends them, now or as soon as the gap has passed. */
  settle(): void {
    if (this.#lines.length === 0 || this.#cancel) return;
    const wait = this.#sentAt + this.#gapMs() - this.#clock.now();
    if (wait <= 0) this.flush();
    else this.#cancel = this.#clock.after(wait, () => this.flush());
  }

  /** Sends what was gathered, at once. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = null;
    if (this.#lines.length === 0) return;
    this.#sentAt = this.#clock.now();
    const lines = this.#lines;
    this.#lines = [];
    this.#characters = 0;
    this.#send(lines);
  }
}
