import { isNote, type LogEntry } from "#lib/client/logs/log-buffer";
import type { Pattern } from "#lib/logs/pattern";
import { plainText } from "#lib/logs/text";
import { isTraceDetail, type TracePart, tracePart } from "#lib/logs/traces";

/** Which entries are shown. */
export interface RowChoice {
  /** Keys of the sources that are left out. */
  readonly muted: ReadonlySet<string>;
  /** Only lines it is found in; of the notes only gaps, and nothing is folded. */
  readonly filter: Pattern | null;
  /** No line it is found in. */
  readonly exclude: Pattern | null;
  /** Lines shown before and after one that `filter` is found in. */
  readonly context: number;
  readonly foldTraces: boolean;
  /** The first entries of folded traces that are shown nevertheless. */
  readonly opened: ReadonlySet<LogEntry>;
}

export type LogRow =
  | { readonly kind: "entry"; readonly number: number }
  /** `count` lines of a stack trace, `number` the first of them. Other sources' may be between. */
  | { readonly kind: "fold"; readonly number: number; readonly count: number }
  /** Lines left out between those shown with their context; `number` is the first of them. */
  | { readonly kind: "skip"; readonly number: number };

/** Where the rows are put that were chosen. */
export interface RowSink {
  /** Puts a row behind the others and gives its place. */
  push(row: LogRow): number;
  /** So many lines are folded into the row of this place. */
  fold(place: number, count: number): void;
}

/** A stack trace that goes on, of one source. */
interface OpenTrace {
  readonly part: TracePart;
  /** The place of the row its lines are folded into; null for none. */
  readonly fold: number | null;
  readonly count: number;
  readonly opened: boolean;
}

const notFolded = { fold: null, count: 0, opened: false };

export function showsAll(choice: RowChoice): boolean {
  const { muted, filter, exclude, foldTraces } = choice;
  return muted.size === 0 && !filter && !exclude && !foldTraces;
}

export function sameChoice(a: RowChoice, b: RowChoice): boolean {
  return (
    a.filter === b.filter &&
    a.exclude === b.exclude &&
    a.context === b.context &&
    a.foldTraces === b.foldTraces &&
    sameSet(a.muted, b.muted) &&
    sameSet(a.opened, b.opened)
  );
}

function sameSet<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean {
  return a === b || (a.size === b.size && [...a].every((item) => b.has(item)));
}

/** Chooses rows from entries that are shown to it in order. */
export class RowChooser {
  readonly #choice: RowChoice;
  readonly #rows: RowSink;
  readonly #traces: Map<string, OpenTrace>;
  /** The numbers of the last lines that were left out: context, should the next be a hit. */
  #waiting: readonly number[] = [];
  /** How many lines are still shown behind the last hit. */
  #left = 0;
  /** The first line left out since the last row; null for none. */
  #skipped: number | null = null;

  constructor(choice: RowChoice, rows: RowSink, from?: RowChooser) {
    this.#choice = choice;
    this.#rows = rows;
    this.#traces = new Map(from ? from.#traces : []);
    if (!from) return;
    this.#waiting = from.#waiting;
    this.#left = from.#left;
    this.#skipped = from.#skipped;
  }

  /** One that goes on from here, whatever this one is shown. */
  copy(): RowChooser {
    return new RowChooser(this.#choice, this.#rows, this);
  }

  /** Says of the rows lines are folded into how many these were until here. */
  refold(): void {
    for (const { fold, count } of this.#traces.values()) {
      if (fold !== null) this.#rows.fold(fold, count);
    }
  }

  show(number: number, entry: LogEntry): void {
    const { muted, filter, exclude, foldTraces } = this.#choice;
    if (muted.has(entry.source.key)) return;
    if (isNote(entry)) {
      if (!filter || entry.about === "gap") this.#rows.push({ kind: "entry", number });
      return;
    }
    const text = plainText(entry.text);
    if (exclude?.test(text)) return;
    if (filter) this.#filtered(number, filter.test(text));
    else if (foldTraces) this.#folded(number, entry, text);
    else this.#rows.push({ kind: "entry", number });
  }

  #filtered(number: number, hit: boolean): void {
    const { context } = this.#choice;
    if (hit) {
      if (this.#skipped !== null) this.#rows.push({ kind: "skip", number: this.#skipped });
      for (const before of this.#waiting) this.#rows.push({ kind: "entry", number: before });
      this.#rows.push({ kind: "entry", number });
      this.#waiting = [];
      this.#skipped = null;
      this.#left = context;
    } else if (this.#left > 0) {
      this.#rows.push({ kind: "entry", number });
      this.#left -= 1;
    } else if (context > 0) {
      if (this.#waiting.length === context) this.#skipped ??= this.#waiting[0] as number;
      this.#waiting = [...this.#waiting, number].slice(-context);
    }
  }

  #folded(number: number, entry: LogEntry, text: string): void {
    const { key } = entry.source;
    const before = this.#traces.get(key);
    const part = tracePart(before?.part ?? "none", text);
    if (!isTraceDetail(part)) {
      this.#rows.push({ kind: "entry", number });
      if (part === "head") this.#traces.set(key, { part, ...notFolded });
      else if (before) this.#traces.delete(key);
      return;
    }
    const { fold = null, count = 0, opened = false } = before ?? {};
    if (fold !== null) {
      this.#rows.fold(fold, count + 1);
      this.#traces.set(key, { part, fold, count: count + 1, opened });
    } else if (opened || this.#choice.opened.has(entry)) {
      this.#rows.push({ kind: "entry", number });
      this.#traces.set(key, { part, fold, count, opened: true });
    } else {
      const place = this.#rows.push({ kind: "fold", number, count: 1 });
      this.#traces.set(key, { part, fold: place, count: 1, opened });
    }
  }
}
