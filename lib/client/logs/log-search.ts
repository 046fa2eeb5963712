import { isNote, type LogBuffer } from "#lib/client/logs/log-buffer";
import { plainText } from "#lib/logs/text";

/** More hits than anyone steps through; beyond it the count says "or more". */
export const hitLimit = 100_000;

/** Where a text is found within a line, in UTF-16 units of its plain text. */
export interface Match {
  readonly start: number;
  readonly end: number;
}

/** The hits among the lines that are held, in order. */
export interface Hits {
  /** The number of the line of each hit; a line stands there once per hit. */
  readonly lines: readonly number[];
  /** The number of the first of them: hits, like lines, keep theirs when older ones are let go. */
  readonly first: number;
}

/** Finds a text in one log that grows: each line is looked through once. */
export class LogSearch {
  readonly #pattern: RegExp | null;
  #lines: number[] = [];
  #first = 0;
  #scanned = 0;

  /** An empty text finds nothing. */
  constructor(text: string, matchCase: boolean) {
    this.#pattern = text === "" ? null : new RegExp(escaped(text), matchCase ? "gu" : "giu");
  }

  /** Looks through what is new in the log. */
  hits(buffer: LogBuffer): Hits {
    if (!this.#pattern) return { lines: [], first: 0 };
    const gone = this.#lines.findIndex((line) => line >= buffer.first);
    const forgotten = gone === -1 ? this.#lines.length : gone;
    if (forgotten > 0) this.#lines = this.#lines.slice(forgotten);
    this.#first += forgotten;
    this.#scanned = Math.max(this.#scanned, buffer.first);
    const found: number[] = [];
    const room = hitLimit - this.#lines.length;
    for (; this.#scanned < buffer.end && found.length < room; this.#scanned++) {
      const entry = buffer.at(this.#scanned);
      if (!entry || isNote(entry)) continue;
      for (const _ of this.matches(plainText(entry[1]))) found.push(this.#scanned);
    }
    if (found.length > 0) this.#lines = [...this.#lines, ...found];
    return { lines: this.#lines, first: this.#first };
  }

  /** The hits within one line of plain text. */
  matches(text: string): Match[] {
    if (!this.#pattern) return [];
    return [...text.matchAll(this.#pattern)].map(({ index, 0: hit }) => ({
      start: index,
      end: index + hit.length,
    }));
  }
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
