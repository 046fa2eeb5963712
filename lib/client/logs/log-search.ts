import { isNote, type LogBuffer } from "#lib/client/logs/log-buffer";
import type { Pattern } from "#lib/logs/pattern";
import { plainText } from "#lib/logs/text";
import { type Clock, systemClock } from "#lib/time/clock";

/** More hits than anyone steps through; beyond it the count says "or more". */
export const hitLimit = 100_000;

/** A slice of the work that may be done in one frame, in milliseconds. */
const sliceMs = 8;
/** Lines between two looks at the clock. */
const stride = 64;

/** The hits among the lines that are held, in order. */
export interface Hits {
  /** The number of the line of each hit; a line stands there once per hit. */
  readonly lines: readonly number[];
  /** How many of the oldest hits were let go with their lines; the others keep their numbers. */
  readonly first: number;
  /** Which part of what is held was looked through, 0 to 1. */
  readonly progress: number;
}

/** Finds a pattern in one log that grows: each line is looked through once. */
export class LogSearch {
  readonly pattern: Pattern;
  readonly #clock: Clock;
  #lines: number[] = [];
  #first = 0;
  #scanned = 0;
  #revision = 0;

  constructor(pattern: Pattern, clock: Clock = systemClock) {
    this.pattern = pattern;
    this.#clock = clock;
  }

  /** Looks on through the log for at most a slice, and says what was found so far. */
  hits(buffer: LogBuffer): Hits {
    this.#catchUp(buffer);
    const found: number[] = [];
    const room = hitLimit - this.#lines.length;
    const until = this.#clock.now() + sliceMs;
    for (let count = 1; this.#scanned < buffer.end && found.length < room; count++) {
      const entry = buffer.at(this.#scanned);
      const text = entry && !isNote(entry) ? plainText(entry.text) : "";
      // Most lines have no hit, and to be told so costs a fraction of where.
      if (text !== "" && this.pattern.test(text)) {
        for (const _ of this.pattern.matches(text)) found.push(this.#scanned);
      }
      this.#scanned += 1;
      if (count % stride === 0 && this.#clock.now() >= until) break;
    }
    if (found.length > 0) this.#lines = [...this.#lines, ...found];
    const complete = this.#scanned >= buffer.end || this.#lines.length >= hitLimit;
    const progress = complete ? 1 : (this.#scanned - buffer.first) / buffer.length;
    return { lines: this.#lines, first: this.#first, progress };
  }

  /** Forgets the hits in lines that were let go, and those whose numbers mean other lines now. */
  #catchUp(buffer: LogBuffer): void {
    const from = buffer.changedFrom(this.#revision);
    this.#revision = buffer.revision;
    if (from < this.#scanned) {
      this.#lines = this.#lines.slice(0, indexOfLine(this.#lines, from));
      this.#scanned = from;
    }
    const forgotten = indexOfLine(this.#lines, buffer.first);
    if (forgotten > 0) this.#lines = this.#lines.slice(forgotten);
    this.#first += forgotten;
    this.#scanned = Math.max(this.#scanned, buffer.first);
  }
}

/** The index of the first hit in this line or one behind it. */
function indexOfLine(lines: readonly number[], number: number): number {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((lines[middle] as number) < number) low = middle + 1;
    else high = middle;
  }
  return low;
}
