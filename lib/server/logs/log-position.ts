import type { LogLine } from "#lib/api/logs";

/**
 * Where a reader of a log stands, so that it can be taken up again without loss or repetition.
 * `sinceTime` of the API has whole seconds, therefore a resumed log begins a little earlier: at
 * `since`. Of its lines, those that stand before the one of `from` were never shown (a tail began
 * there), and the first `count` of the others were. None of these is newer than `newest`: if one is,
 * they are no longer in the file and lines may be missing.
 *
 * Times are those of `LogLines`: in UTC, of equal layout, so that they compare as text.
 */
export interface LogPosition {
  readonly since: string;
  readonly from: string;
  readonly newest: string;
  readonly count: number;
}

/** Seconds kept before the newest line: stdout and stderr may be written slightly out of order. */
const overlapMs = 1000;

/** Follows one connection to a log: what of it is new to the reader, and where he stands. */
export class LogCursor {
  readonly #resumed: LogPosition | null;
  #overlapping: boolean;
  /** The line of `from` has passed, or stands before all that was asked for. */
  #begun: boolean;
  #seen = 0;
  #first: string;
  #newest = "";
  /** How many lines of each second have passed, for the seconds a next position may count. */
  readonly #window = new Map<string, number>();

  /** `resumed` is the position an earlier connection ended at; null reads from the beginning. */
  constructor(resumed: LogPosition | null) {
    this.#resumed = resumed;
    this.#overlapping = resumed !== null && resumed.count > 0;
    this.#begun = resumed !== null && wholeSecond(resumed.from) < wholeSecond(resumed.since);
    this.#first = resumed?.from ?? "";
  }

  /** Whether to deliver this line, drop it, or deliver it after saying that lines may be missing. */
  judge(line: LogLine): "new" | "seen" | "after-gap" {
    const time = line[0];
    if (time === "") return "new";
    if (this.#overlapping && this.#resumed) {
      const { from, newest, count } = this.#resumed;
      if (time <= newest) {
        // Their order in the file decides, not their stamps: stdout and stderr are written as they come.
        this.#begun ||= time === from;
        if (!this.#begun) return "seen";
        this.#pass(time);
        this.#seen += 1;
        this.#overlapping = this.#seen < count;
        return "seen";
      }
      this.#overlapping = false;
      this.#window.clear();
      this.#first = "";
      this.#pass(time);
      return "after-gap";
    }
    this.#pass(time);
    return "new";
  }

  /** Null while nothing was delivered: begin as the reader first asked. */
  position(): LogPosition | null {
    if (this.#overlapping || this.#newest === "") return this.#resumed;
    const since = windowStart(this.#newest);
    let count = 0;
    for (const [second, lines] of this.#window) if (second >= since) count += lines;
    return { since: `${since}Z`, from: this.#first, newest: this.#newest, count };
  }

  #pass(time: string): void {
    if (this.#first === "") this.#first = time;
    const second = wholeSecond(time);
    if (time > this.#newest) {
      if (second !== wholeSecond(this.#newest)) this.#forgetBefore(windowStart(time));
      this.#newest = time;
    }
    this.#window.set(second, (this.#window.get(second) ?? 0) + 1);
  }

  #forgetBefore(since: string): void {
    for (const second of this.#window.keys()) if (second < since) this.#window.delete(second);
  }
}

/** The position as text for an event id; see `parsePosition`. */
export function formatPosition(position: LogPosition): string {
  return [position.since, position.from, position.newest, position.count].join("~");
}

const stampPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{9})?Z$/;

/** The position a browser sent back, or null when it is not one of ours. */
export function parsePosition(text: string): LogPosition | null {
  const [since, from, newest, count, ...rest] = text.split("~");
  if (!since || !from || !newest || !count || rest.length > 0) return null;
  if (![since, from, newest].every((part) => stampPattern.test(part))) return null;
  return /^\d{1,7}$/.test(count) ? { since, from, newest, count: Number(count) } : null;
}

function wholeSecond(stamp: string): string {
  return stamp.slice(0, 19);
}

/** The second from which a resumed log is asked, without its zone mark so that it compares as text. */
function windowStart(newest: string): string {
  return new Date(Date.parse(`${wholeSecond(newest)}Z`) - overlapMs).toISOString().slice(0, 19);
}
