import type { LogLine } from "#lib/api/log-frames";
import { utcTime } from "#lib/server/logs/log-stamp";

/** How far behind `until` a line may be stamped while earlier ones still follow, in milliseconds. */
const slackMs = 2_000;
/** What is held back for a tail that ends at `until`. */
const mostLines = 20_000;
const mostCharacters = 8 * 1024 * 1024;

/**
 * Which lines lie within the times that are asked for, which the API does not know: it takes whole
 * seconds for the beginning, and no end. Times compare as text (see `LogLines`).
 */
export class LineWindow {
  readonly #from: string;
  readonly #until: string;
  readonly #beyond: string;
  readonly #tail: number | null;
  #held: LogLine[] = [];
  #characters = 0;
  /** All lines that follow are too late. */
  past = false;

  /** Times as RFC 3339, empty for none; `tail` is how many lines before `until` are wanted. */
  constructor(from: string, until: string, tail: number | null) {
    this.#from = utcTime(from);
    this.#until = utcTime(until);
    this.#beyond = until === "" ? "" : utcTime(new Date(Date.parse(until) + slackMs).toISOString());
    this.#tail = until === "" || tail === null ? null : Math.min(tail, mostLines);
  }

  /** The line, if it is to be delivered now. */
  admits(line: LogLine): boolean {
    const time = line[0];
    if (time !== "" && time < this.#from) return false;
    if (this.#until !== "" && time > this.#until) {
      this.past ||= time > this.#beyond;
      return false;
    }
    if (this.#tail === null) return true;
    this.#hold(line, this.#tail);
    return false;
  }

  /** What was held back: the last lines before the end. */
  *rest(): Iterable<LogLine> {
    yield* this.#held.slice(-(this.#tail ?? 0));
    this.#held = [];
  }

  #hold(line: LogLine, tail: number): void {
    if (tail === 0) return;
    this.#held.push(line);
    this.#characters += line[1].length;
    // Let go in large pieces: one by one each would move all the others.
    if (this.#held.length >= 2 * tail) this.#letGo(this.#held.length - tail);
    while (this.#characters > mostCharacters) this.#letGo(Math.ceil(this.#held.length / 2));
  }

  #letGo(count: number): void {
    for (const [, text] of this.#held.splice(0, count)) this.#characters -= text.length;
  }
}
