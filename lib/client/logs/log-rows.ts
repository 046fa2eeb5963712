import type { LogBuffer } from "#lib/client/logs/log-buffer";
import {
  type LogRow,
  type RowChoice,
  RowChooser,
  sameChoice,
  showsAll,
} from "#lib/client/logs/row-choice";
import { type Clock, systemClock } from "#lib/time/clock";

export type { LogRow, RowChoice } from "#lib/client/logs/row-choice";

/** Rows are chosen anew at once where that takes no longer than this, in milliseconds. */
const anewMs = 80;
/** What may be done in one frame otherwise. */
const sliceMs = 8;
/** Lines between two looks at the clock. */
const stride = 64;
/** Lines between two states that are kept, to go on from when lines come late. */
const checkpointLines = 128;

/** What was let go and is not cut off yet costs memory as what is held does. */
const mostCut = 1 / 16;

interface Checkpoint {
  /** The entry that was to be looked at next, and the place of the next row. */
  readonly number: number;
  readonly place: number;
  readonly chooser: RowChooser;
}

/**
 * Which entries of a log are shown, as rows, in order. Each entry is looked at once, and after late
 * lines those behind them again. Rows of lines that were let go are gone.
 */
export class LogRows {
  readonly #clock: Clock;
  #buffer: LogBuffer | null = null;
  #choice: RowChoice | null = null;
  #revision = 0;
  /** The number of the entry that is looked at next. */
  #next = 0;
  /** That of a line is its number: most are, and a log has many. */
  #rows: (number | LogRow)[] = [];
  /** Where the kept rows begin in the array; the rest is cut off in bulk. */
  #head = 0;
  /** How many rows were cut off; a place counts them. */
  #cut = 0;
  #checkpoints: Checkpoint[] = [];
  #chooser: RowChooser | null = null;

  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
  }

  /**
   * Looks at what is new in the log, or at all of it where another choice is made. True when nothing
   * is left to look at; otherwise it is to be called again in the next frame.
   */
  update(buffer: LogBuffer, choice: RowChoice): boolean {
    const anew = buffer !== this.#buffer || !this.#choice || !sameChoice(choice, this.#choice);
    if (anew) this.#begin(buffer, choice);
    if (!this.#chooser) return true;
    this.#rewind(buffer.changedFrom(this.#revision), buffer.first);
    this.#revision = buffer.revision;
    this.#letGo(buffer.first);
    return this.#look(buffer, this.#chooser, this.#clock.now() + (anew ? anewMs : sliceMs));
  }

  get length(): number {
    return this.#chooser ? this.#rows.length - this.#head : (this.#buffer?.length ?? 0);
  }

  at(index: number): LogRow | undefined {
    if (this.#chooser) {
      const row = index < 0 ? undefined : this.#rows[this.#head + index];
      return typeof row === "number" ? { kind: "entry", number: row } : row;
    }
    return this.#buffer && index >= 0 && index < this.#buffer.length
      ? { kind: "entry", number: this.#buffer.first + index }
      : undefined;
  }

  /** The index of the row that shows this entry, or else of the one before it; -1 where there are none. */
  indexOf(number: number): number {
    const { length } = this;
    if (!this.#chooser)
      return Math.min(Math.max(number - (this.#buffer?.first ?? 0), 0), length - 1);
    let [low, high] = [this.#head, this.#rows.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (numberOf(this.#rows[middle]) <= number) low = middle + 1;
      else high = middle;
    }
    return Math.min(Math.max(low - 1 - this.#head, 0), length - 1);
  }

  #begin(buffer: LogBuffer, choice: RowChoice): void {
    this.#buffer = buffer;
    this.#choice = choice;
    this.#revision = buffer.revision;
    this.#restart(buffer.first);
  }

  /** Nothing was looked at yet; where all is shown, nothing needs to be. */
  #restart(first: number): void {
    this.#next = first;
    this.#rows = [];
    this.#head = 0;
    this.#cut = 0;
    this.#checkpoints = [];
    const choice = this.#choice;
    this.#chooser = choice && !showsAll(choice) ? new RowChooser(choice, this.#sink) : null;
  }

  readonly #sink = {
    push: (row: LogRow): number =>
      this.#rows.push(row.kind === "entry" ? row.number : row) - 1 + this.#cut,
    fold: (place: number, count: number): void => {
      const row = this.#rows[place - this.#cut];
      if (row !== undefined) {
        this.#rows[place - this.#cut] = { kind: "fold", number: numberOf(row), count };
      }
    },
  };

  /** Back to the last state that was kept before anything changed. */
  #rewind(from: number, first: number): void {
    if (from >= this.#next) return;
    let last = this.#checkpoints.at(-1);
    while (last && last.number > from) {
      this.#checkpoints.pop();
      last = this.#checkpoints.at(-1);
    }
    if (!last || last.place < this.#cut) return this.#restart(first);
    this.#next = last.number;
    this.#rows.length = last.place - this.#cut;
    this.#head = Math.min(this.#head, this.#rows.length);
    this.#chooser = last.chooser.copy();
    this.#chooser.refold();
  }

  #letGo(first: number): void {
    while (this.#head < this.#rows.length && numberOf(this.#rows[this.#head]) < first) {
      this.#head += 1;
    }
    if (this.#head > this.#rows.length * mostCut) {
      this.#rows = this.#rows.slice(this.#head);
      this.#cut += this.#head;
      this.#head = 0;
    }
    const kept = this.#checkpoints.findIndex(({ number }) => number >= first);
    if (kept > checkpointLines) this.#checkpoints = this.#checkpoints.slice(kept);
    this.#next = Math.max(this.#next, first);
  }

  #look(buffer: LogBuffer, chooser: RowChooser, until: number): boolean {
    const { end } = buffer;
    for (; this.#next < end; this.#next++) {
      const number = this.#next;
      if (number % stride === 0 && this.#clock.now() >= until) return false;
      if (number % checkpointLines === 0) this.#keep(number, chooser);
      const entry = buffer.at(number);
      if (entry) chooser.show(number, entry);
    }
    return true;
  }

  #keep(number: number, chooser: RowChooser): void {
    if (this.#checkpoints.at(-1)?.number === number) return;
    const place = this.#rows.length + this.#cut;
    this.#checkpoints.push({ number, place, chooser: chooser.copy() });
  }
}

/** The number of the entry a row begins with; past the last row, of none. */
function numberOf(row: number | LogRow | undefined): number {
  return typeof row === "object" ? row.number : (row ?? Number.POSITIVE_INFINITY);
}
