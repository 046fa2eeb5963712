import type { LogLine } from "#lib/api/logs";
import type { Clock } from "#lib/time/clock";

/** A busy log is sent at most this often; a line after a quiet spell leaves at once. */
const gapMs = 25;
const maxLines = 1_000;

/** Gathers lines of a log into frames, since one frame a chunk would cost more than the lines do. */
export class LineBatch {
  readonly #clock: Clock;
  readonly #send: (lines: readonly LogLine[]) => void;
  #lines: LogLine[] = [];
  #sentAt = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | null = null;

  constructor(clock: Clock, send: (lines: readonly LogLine[]) => void) {
    this.#clock = clock;
    this.#send = send;
  }

  add(line: LogLine): void {
    this.#lines.push(line);
    if (this.#lines.length >= maxLines) this.flush();
  }

  /** Call when no more lines are at hand: sends them, now or as soon as the gap has passed. */
  settle(): void {
    if (this.#lines.length === 0 || this.#cancel) return;
    const wait = this.#sentAt + gapMs - this.#clock.now();
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
    this.#send(lines);
  }
}
