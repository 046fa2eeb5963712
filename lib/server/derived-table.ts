import { type Clock, turn } from "#lib/time/clock";

/** What is derived of one object. */
export interface Derived {
  /** Plain data; null where there is nothing to say. */
  readonly value: unknown;
  /** When it has to be derived anew though no object changed, by the API server's clock; null for never. */
  readonly until: number | null;
}

export interface DerivedTableOptions {
  readonly clock: Clock;
  /** The API server's present, in milliseconds since the epoch. */
  readonly now: () => number;
  /** Derives what is said of the object with this uid; null when there is no such object. */
  readonly derive: (uid: string, now: number) => Derived | null;
  /** Called when there is something to tell. */
  readonly touched: () => void;
  /** Told of an object that could not be derived: of it nothing is said (quality R11). */
  readonly failed: (error: unknown) => void;
}

/** An alarm is no hot loop, whatever the clocks say, and no longer than a timer can be. */
const soonest = 100;
const latest = 86_400_000;

/**
 * In one turn so many are looked at, and of so many something is said: some milliseconds, between
 * which others have theirs (quality P7).
 */
const lookedAt = 2_000;
const saidAtOnce = 50;

/**
 * What is derived of a table's objects from others and from the time, by uid, encoded. An object is
 * derived anew when it or one it depends on was touched, or its time has come.
 */
export class DerivedTable {
  readonly #options: DerivedTableOptions;
  readonly #texts = new Map<string, string>();
  readonly #due = new Map<string, number>();
  readonly #dirty = new Set<string>();
  #untold = new Map<string, string | null>();
  #working = false;
  /** The earliest of those that are due, or one that was due earlier by what was known then. */
  #nextDue = Number.POSITIVE_INFINITY;
  #alarmAt = Number.POSITIVE_INFINITY;
  #cancelAlarm = () => {};

  constructor(options: DerivedTableOptions) {
    this.#options = options;
  }

  /** Something it may depend on has changed. */
  touch(uid: string): void {
    this.#dirty.add(uid);
    if (!this.#working) void this.#work();
  }

  /** All that is known by now; what was touched since follows as changes. */
  snapshot(): ReadonlyMap<string, string> {
    return this.#texts;
  }

  /** What became another text since it was last asked, or null where nothing is said any more. */
  changes(): ReadonlyMap<string, string | null> {
    const changes = this.#untold;
    this.#untold = new Map();
    return changes;
  }

  close(): void {
    this.#cancelAlarm();
    this.#dirty.clear();
  }

  async #work(): Promise<void> {
    this.#working = true;
    while (this.#dirty.size > 0) {
      await turn();
      this.#deriveSome();
    }
    this.#working = false;
  }

  #deriveSome(): void {
    const { now, touched } = this.#options;
    const present = now();
    let looked = 0;
    let said = 0;
    for (const uid of this.#dirty) {
      if (looked++ === lookedAt || said === saidAtOnce) break;
      this.#dirty.delete(uid);
      const text = this.#derive(uid, present);
      if (text !== null) said += 1;
      if (text === (this.#texts.get(uid) ?? null)) continue;
      this.#untold.set(uid, text);
      if (text === null) this.#texts.delete(uid);
      else this.#texts.set(uid, text);
    }
    this.#plan(present);
    if (this.#untold.size > 0) touched();
  }

  #derive(uid: string, now: number): string | null {
    let derived: Derived | null = null;
    try {
      derived = this.#options.derive(uid, now);
    } catch (error) {
      this.#options.failed(error);
    }
    const until = derived?.until ?? null;
    if (until === null) this.#due.delete(uid);
    else {
      this.#due.set(uid, until);
      this.#nextDue = Math.min(this.#nextDue, until);
    }
    return derived?.value == null ? null : JSON.stringify(derived.value);
  }

  #plan(now: number): void {
    if (this.#nextDue >= this.#alarmAt) return;
    this.#cancelAlarm();
    this.#alarmAt = this.#nextDue;
    const wait = Math.min(Math.max(this.#nextDue - now, soonest), latest);
    this.#cancelAlarm = this.#options.clock.after(wait, () => this.#ring());
  }

  #ring(): void {
    const now = this.#options.now();
    this.#alarmAt = Number.POSITIVE_INFINITY;
    this.#nextDue = Number.POSITIVE_INFINITY;
    for (const [uid, due] of this.#due) {
      if (due <= now) this.touch(uid);
      else this.#nextDue = Math.min(this.#nextDue, due);
    }
    this.#plan(now);
  }
}
