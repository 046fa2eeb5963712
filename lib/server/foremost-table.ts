import type { DerivedTable } from "#lib/server/derived-table";

interface Told {
  readonly uid: string;
}

export interface ForemostOptions<Value, Entry extends Told> {
  /** What is told of a value; null for nothing. */
  readonly pick: (value: Value) => Entry | null;
  /** Negative where the first is before the second. */
  readonly compare: (a: Entry, b: Entry) => number;
  /** How many are told. */
  readonly most: number;
}

/**
 * A derived table of which only the foremost entries are told, by uid: a cluster where everything is
 * broken still fits on a page.
 */
export class ForemostTable<Value, Entry extends Told = Value & Told> {
  readonly #inner: DerivedTable;
  readonly #options: ForemostOptions<Value, Entry>;
  readonly #values = new Map<string, Value>();
  readonly #entries = new Map<string, { readonly entry: Entry; readonly text: string }>();
  #told: ReadonlyMap<string, string> = new Map();

  constructor(inner: DerivedTable, options: ForemostOptions<Value, Entry>) {
    this.#inner = inner;
    this.#options = options;
  }

  /** Something it may depend on has changed. */
  touch(uid: string): void {
    this.#inner.touch(uid);
  }

  /** All values, those included of which nothing is told, as of the last `changes`. */
  get values(): Iterable<Value> {
    return this.#values.values();
  }

  /** Entries there are to tell, as of the last `changes`. */
  get entries(): Iterable<Entry> {
    return [...this.#entries.values()].map(({ entry }) => entry);
  }

  /** What was told last. */
  snapshot(): ReadonlyMap<string, string> {
    return this.#told;
  }

  /** What is told anew or as another, or null where it is told no more. */
  changes(): ReadonlyMap<string, string | null> {
    const untold = this.#inner.changes();
    if (untold.size === 0) return untold;
    for (const [uid, text] of untold) this.#take(uid, text);
    const before = this.#told;
    this.#told = this.#foremost();
    const changes = new Map<string, string | null>();
    for (const uid of before.keys()) if (!this.#told.has(uid)) changes.set(uid, null);
    for (const [uid, text] of this.#told) if (before.get(uid) !== text) changes.set(uid, text);
    return changes;
  }

  close(): void {
    this.#inner.close();
  }

  #take(uid: string, text: string | null): void {
    this.#values.delete(uid);
    this.#entries.delete(uid);
    if (text === null) return;
    const value = JSON.parse(text) as Value;
    this.#values.set(uid, value);
    const entry = this.#options.pick(value);
    if (entry) this.#entries.set(uid, { entry, text: JSON.stringify(entry) });
  }

  #foremost(): ReadonlyMap<string, string> {
    const { compare, most } = this.#options;
    const sorted = [...this.#entries].sort(([, a], [, b]) => compare(a.entry, b.entry));
    return new Map(sorted.slice(0, most).map(([uid, { text }]) => [uid, text]));
  }
}
