import type { LogOrigin } from "#lib/api/log-frames";
import { mergeRuns } from "#lib/logs/merge";
import { comparePlaces, type Place } from "#lib/logs/order";
import type { Text } from "#lib/texts/text";
import { inEnglish } from "#lib/texts/wording";

/** A line as its container wrote it. */
export interface LogText {
  /** Where it stands: `placeTime` of lib/logs/order. */
  readonly at: string;
  readonly source: LogOrigin;
  /** RFC 3339 in UTC with nine digits; empty if the kubelet wrote none. */
  readonly time: string;
  readonly text: string;
}

/** Something said in the log where it happened, and not by the container. */
export interface LogNote {
  readonly at: string;
  readonly source: LogOrigin;
  readonly note: Text;
  readonly about: "gap" | "start" | "exit";
}
export type LogEntry = LogText | LogNote;

export function isNote(entry: LogEntry): entry is LogNote {
  return "note" in entry;
}

export interface LogLimits {
  readonly entries: number;
  /** Characters of text and time together. */
  readonly characters: number;
}

/** What a browser holds of a log at most; the search and the memory of a laptop set it. */
const logLimits: LogLimits = { entries: 200_000, characters: 64_000_000 };

/** What was let go and is not cut off yet costs memory as what is held does. */
const mostCut = 1 / 16;

/** So many changes are known one by one; whoever lags further behind looks at everything again. */
const rememberedChanges = 256;

/**
 * The newest entries of a log of many sources, in the order of lib/logs/order.
 *
 * Each has a number, `first` to `end - 1`. Appending gives the next numbers and letting the oldest go
 * moves `first`: neither changes the number of an entry that stays. Everything else (late lines in
 * the middle, older ones before the first, a source that is read anew) raises `revision`, and
 * `changedFrom` says from which number on numbers mean other entries than before. An entry is found
 * again by `numberOf`.
 */
export class LogBuffer {
  #limits: LogLimits;
  /** How far the limits grow for older lines that were asked for. */
  readonly #most: LogLimits;
  #entries: LogEntry[] = [];
  /** Where the kept entries begin in the array; the rest is cut off in bulk. */
  #head = 0;
  #first = 0;
  #characters = 0;
  #letGo = 0;
  #everLetGo = 0;
  /** The newest place that was let go: what stands before it has gone too. */
  #floor: Place | null = null;
  #revision = 0;
  #changes: number[] = [];

  constructor(limits: LogLimits = logLimits) {
    this.#limits = limits;
    this.#most = { entries: 2 * limits.entries, characters: 2 * limits.characters };
  }

  get length(): number {
    return this.#entries.length - this.#head;
  }

  /** How many lines were let go to stay within the limit. */
  get letGo(): number {
    return this.#letGo;
  }

  /** How many were ever let go, whatever of them was read again. */
  get everLetGo(): number {
    return this.#everLetGo;
  }

  /** The number of the oldest entry that is kept. */
  get first(): number {
    return this.#first;
  }

  /** One more than the number of the newest entry. */
  get end(): number {
    return this.#first + this.length;
  }

  /** Counts what else changed than lines that were appended or let go. */
  get revision(): number {
    return this.#revision;
  }

  /** The lowest number that may mean another entry than it did at that revision; `end` for none. */
  changedFrom(revision: number): number {
    const missed = this.#revision - revision;
    if (missed === 0) return this.end;
    if (missed > this.#changes.length) return this.#first;
    return Math.max(this.#first, Math.min(...this.#changes.slice(-missed)));
  }

  /** The entry of this number, if it is (still) held. */
  at(number: number): LogEntry | undefined {
    return number < this.#first ? undefined : this.#entries[number - this.#first + this.#head];
  }

  /** The number of an entry, or null if it is not held (any more). */
  numberOf(entry: LogEntry): number | null {
    let index = this.#indexBehind(entry) - 1;
    for (; index >= this.#head; index--) {
      const held = this.#entries[index] as LogEntry;
      if (held === entry) return index - this.#head + this.#first;
      if (comparePlaces(held, entry) !== 0) return null;
    }
    return null;
  }

  /** The number of the first entry that stands behind a place; `end` for none. */
  numberBehind(place: Place): number {
    return this.#indexBehind(place) - this.#head + this.#first;
  }

  /**
   * Takes in entries that are in order, each behind those of its source that stand at the same
   * place. Those that stand before what was let go are let go with it.
   */
  insert(entries: readonly LogEntry[]): void {
    const late = this.#late(entries);
    if (late > 0) this.#countLetGo(countLines(entries.slice(0, late)));
    const kept = late > 0 ? entries.slice(late) : entries;
    const oldest = kept[0];
    if (oldest === undefined) return;
    const newest = this.#entries.at(-1);
    if (newest === undefined || comparePlaces(newest, oldest) <= 0) append(this.#entries, kept);
    else {
      const index = this.#indexBehind(oldest);
      const tail = this.#entries.slice(index);
      this.#entries.length = index;
      append(this.#entries, mergeRuns([tail, kept]));
      this.#changed(index - this.#head + this.#first);
    }
    for (const entry of kept) this.#characters += size(entry);
    this.#trim();
  }

  /** Takes away the entries that are not to be kept. */
  keep(keeps: (entry: LogEntry) => boolean): void {
    const held = this.entries();
    const index = held.findIndex((entry) => !keeps(entry));
    if (index === -1) return;
    const kept = held.filter(keeps);
    this.#hold(kept);
    this.#changed(this.#first + index);
  }

  /**
   * Holds these, which are in order and hold so many `older` lines before those that were held, of
   * which the newest keep their numbers. Older lines were asked for, so the limits grow by them, at
   * most to twice what they were; what is beyond that is let go, oldest first.
   */
  restate(entries: readonly LogEntry[], older: number): void {
    this.#first = this.end - entries.length;
    this.#letGo = Math.max(0, this.#letGo - older);
    this.#floor = null;
    this.#hold(entries);
    this.#limits = {
      entries: between(this.#limits.entries, this.length, this.#most.entries),
      characters: between(this.#limits.characters, this.#characters, this.#most.characters),
    };
    this.#changed(this.#first);
    this.#trim();
  }

  /** Whether older lines that are asked for have room. */
  get hasRoom(): boolean {
    return this.length < this.#most.entries && this.#characters < this.#most.characters;
  }

  /** What is held, in order. */
  entries(): readonly LogEntry[] {
    return this.#entries.slice(this.#head);
  }

  /** What the containers wrote, byte for byte as it came, one line each. */
  text(): string {
    let text = "";
    for (const entry of this.entries()) if (!isNote(entry)) text += `${entry.text}\n`;
    return text;
  }

  #hold(entries: readonly LogEntry[]): void {
    this.#entries = [...entries];
    this.#head = 0;
    this.#characters = 0;
    for (const entry of entries) this.#characters += size(entry);
  }

  #countLetGo(lines: number): void {
    this.#letGo += lines;
    this.#everLetGo += lines;
  }

  /** How many of these stand before what was let go. */
  #late(entries: readonly LogEntry[]): number {
    const floor = this.#floor;
    if (floor === null) return 0;
    const index = entries.findIndex((entry) => comparePlaces(entry, floor) >= 0);
    return index === -1 ? entries.length : index;
  }

  /** Where in the array the entries behind a place begin. */
  #indexBehind(place: Place): number {
    let [low, high] = [this.#head, this.#entries.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (comparePlaces(this.#entries[middle] as LogEntry, place) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #trim(): void {
    const { entries, characters } = this.#limits;
    while (this.length > entries || this.#characters > characters) {
      const oldest = this.#entries[this.#head];
      if (oldest === undefined) break;
      this.#characters -= size(oldest);
      this.#head += 1;
      this.#first += 1;
      if (!isNote(oldest)) this.#countLetGo(1);
      this.#floor = oldest;
    }
    if (this.#head > this.#entries.length * mostCut) {
      this.#entries = this.#entries.slice(this.#head);
      this.#head = 0;
    }
  }

  #changed(from: number): void {
    this.#revision += 1;
    this.#changes.push(from);
    if (this.#changes.length > 2 * rememberedChanges) {
      this.#changes = this.#changes.slice(-rememberedChanges);
    }
  }
}

/** A spread or `concat` of so many would overflow the stack, or copy what is held. */
function append(to: LogEntry[], entries: readonly LogEntry[]): void {
  for (const entry of entries) to.push(entry);
}

function countLines(entries: readonly LogEntry[]): number {
  return entries.filter((entry) => !isNote(entry)).length;
}

function size(entry: LogEntry): number {
  return isNote(entry) ? inEnglish(entry.note).length : entry.time.length + entry.text.length;
}

function between(least: number, wanted: number, most: number): number {
  return Math.min(most, Math.max(least, wanted));
}
