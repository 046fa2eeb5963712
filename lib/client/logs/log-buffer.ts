import type { LogLine } from "#lib/api/logs";

/** Something said in the log where it happened, and not by the container. */
export interface LogNote {
  readonly note: string;
}
export type LogEntry = LogLine | LogNote;

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

/**
 * The newest entries of a log. An entry keeps its number (0 for the first that ever came) when
 * older ones are let go, so that a search hit and a scroll position still mean the same line.
 */
export class LogBuffer {
  readonly #limits: LogLimits;
  #entries: LogEntry[] = [];
  /** Where the kept entries begin in the array; the rest is cut off in bulk. */
  #head = 0;
  #first = 0;
  #characters = 0;
  #letGo = 0;

  constructor(limits: LogLimits = logLimits) {
    this.#limits = limits;
  }

  get length(): number {
    return this.#entries.length - this.#head;
  }

  /** How many entries were let go to stay within the limit. */
  get letGo(): number {
    return this.#letGo;
  }

  /** The number of the oldest entry that is kept. */
  get first(): number {
    return this.#first;
  }

  /** One more than the number of the newest entry. */
  get end(): number {
    return this.#first + this.length;
  }

  /** The entry of this number, if it is (still) held. */
  at(number: number): LogEntry | undefined {
    return number < this.#first ? undefined : this.#entries[number - this.#first + this.#head];
  }

  push(entries: readonly LogEntry[]): void {
    for (const entry of entries) {
      this.#entries.push(entry);
      this.#characters += size(entry);
    }
    while (this.length > this.#limits.entries || this.#characters > this.#limits.characters) {
      const oldest = this.#entries[this.#head];
      if (oldest === undefined) break;
      this.#characters -= size(oldest);
      this.#head += 1;
      this.#first += 1;
      this.#letGo += 1;
    }
    if (this.#head > this.#entries.length / 2) {
      this.#entries = this.#entries.slice(this.#head);
      this.#head = 0;
    }
  }

  /** Begins anew; numbers go on, so that none is ever given twice. */
  clear(): void {
    this.#first = this.end;
    this.#entries = [];
    this.#head = 0;
    this.#characters = 0;
    this.#letGo = 0;
  }

  /** What the container wrote, byte for byte as it came, one line each. */
  text(): string {
    const lines = this.#entries.slice(this.#head).filter((entry) => !isNote(entry));
    return lines.map((line) => `${(line as LogLine)[1]}\n`).join("");
  }
}

function size(entry: LogEntry): number {
  return isNote(entry) ? entry.note.length : entry[0].length + entry[1].length;
}
