import { lineLimit } from "#lib/api/log-frames";
import { hitLimit, type SearchHit } from "#lib/api/log-search";
import type { Pattern } from "#lib/logs/pattern";
import { isPlainText, plainText } from "#lib/logs/text";
import { longestStamp, readStamp, stampEnd } from "#lib/server/logs/log-stamp";

/** What one look at some bytes found. */
export interface Found {
  /** At most as many as were wanted. */
  readonly hits: readonly SearchHit[];
  /** Lines with a hit. */
  readonly found: number;
  readonly lines: number;
}

export interface LineSearchOptions {
  readonly pattern: Pattern;
  /** `requiredText` of what the pattern is of. */
  readonly required: RegExp | null;
  /** Later lines have no hit; as `readStamp` gives times, empty for no end. */
  readonly until: string;
}

/**
 * Looks through the bytes of one log, which was asked for with timestamps, as its lines are read on
 * screen: without stamp and escape sequences, and to `lineLimit`.
 */
export class LineSearch {
  readonly #options: LineSearchOptions;
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  #rest = "";
  /** Lines that were looked through. */
  #line = 0;
  #wanted = 0;
  #found = 0;
  #hits: SearchHit[] = [];

  constructor(options: LineSearchOptions) {
    this.#options = options;
  }

  /** Looks through the lines these bytes complete. */
  push(bytes: Uint8Array, wanted: number): Found {
    return this.#take(this.#decoder.decode(bytes, { stream: true }), wanted);
  }

  /** Looks through the last line, when it had no line break. */
  end(wanted: number): Found {
    const last = this.#decoder.decode();
    return this.#take(this.#rest + last === "" ? "" : `${last}\n`, wanted);
  }

  #take(bytes: string, wanted: number): Found {
    const before = this.#line;
    [this.#wanted, this.#found, this.#hits] = [wanted, 0, []];
    const text = this.#rest + bytes;
    const end = text.lastIndexOf("\n") + 1;
    // Of a line that goes on and on no more is held than is looked at.
    this.#rest = text.slice(end, end + lineLimit + longestStamp);
    this.#look(text.slice(0, end));
    return { hits: this.#hits, found: this.#found, lines: this.#line - before };
  }

  /** `text` has whole lines. */
  #look(text: string): void {
    const { required } = this.#options;
    const plain = isPlainText(text);
    // Between the letters of what is required there may stand a colour.
    if (required && plain) return this.#lookAround(text, required);
    for (let start = 0; start < text.length; ) {
      const end = text.indexOf("\n", start);
      this.#line += 1;
      this.#judge(text, start, end, plain);
      start = end + 1;
    }
  }

  /** Looks at the lines alone that have what each hit has. */
  #lookAround(text: string, required: RegExp): void {
    let counted = 0;
    const count = (to: number) => {
      for (let at = counted; ; ) {
        at = text.indexOf("\n", at) + 1;
        if (at === 0 || at > to) break;
        this.#line += 1;
        counted = at;
      }
    };
    required.lastIndex = 0;
    for (let hit = required.exec(text); hit; hit = required.exec(text)) {
      count(hit.index);
      const end = text.indexOf("\n", hit.index);
      this.#line += 1;
      this.#judge(text, counted, end, true);
      counted = end + 1;
      required.lastIndex = counted;
    }
    count(text.length);
  }

  #judge(text: string, start: number, end: number, plain: boolean): void {
    const { pattern, until } = this.#options;
    const from = stampEnd(text, start);
    const shown = text.slice(from, Math.min(end, from + lineLimit));
    const line = plain ? shown : plainText(shown);
    if (!pattern.test(line)) return;
    const { time } = readStamp(text, start);
    if (until !== "" && time > until) return;
    this.#found += 1;
    if (this.#hits.length >= this.#wanted) return;
    const whole = shown.length === end - from;
    this.#hits.push({ line: this.#line, time, ...around(line, pattern, whole) });
  }
}

/** The part of a line around its first hit. */
function around(
  line: string,
  pattern: Pattern,
  whole: boolean,
): Pick<SearchHit, "text" | "start" | "end" | "cut"> {
  const hit = pattern.first(line) ?? { start: 0, end: 0 };
  const spare = Math.max(0, hitLimit - (hit.end - hit.start));
  const from = Math.max(0, Math.min(hit.start - (spare >> 1), line.length - hitLimit));
  const text = line.slice(from, from + hitLimit);
  return {
    text,
    start: hit.start - from,
    end: Math.min(hit.end - from, text.length),
    cut: !whole || text.length < line.length,
  };
}
