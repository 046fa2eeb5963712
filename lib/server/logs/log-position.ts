import type { LogLine } from "#lib/api/log-frames";
import { ownText, type SecondOfLines, secondOf, wholeSecond } from "#lib/server/logs/timed-lines";

/**
 * Where a reader of a log stands, so that it can be taken up again without loss or repetition.
 * `sinceTime` of the API has whole seconds, therefore a resumed log begins a little earlier: at
 * `since`. Of its lines, those that stand before the one of `from` were never shown (a tail began
 * there), and the first `count` of the others were; where `from` is empty nothing stands before it.
 * None of these is newer than `newest`: if one is, they are no longer in the file and lines may be
 * missing.
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
  /** The second of the last line, and how many lines of it have passed. */
  #second = "";
  #inSecond = 0;
  /** How many lines passed of each second before it, for the seconds a next position may count. */
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
        this.#pass(secondOf(time));
        this.#seen += 1;
        this.#overlapping = this.#seen < count;
        return "seen";
      }
      this.#overlapping = false;
      this.#window.clear();
      this.#second = "";
      this.#inSecond = 0;
      this.#first = "";
      this.#pass(secondOf(time));
      return "after-gap";
    }
    this.#pass(secondOf(time));
    return "new";
  }

  /** Takes lines for new that are not to be judged one by one; false, and none is taken, if they are. */
  takesAll(seconds: readonly SecondOfLines[]): boolean {
    if (this.#overlapping) return false;
    for (const second of seconds) this.#pass(second);
    return true;
  }

  /** Null while nothing was delivered: begin as the reader first asked. */
  position(): LogPosition | null {
    if (this.#overlapping || this.#newest === "") return this.#resumed;
    const since = windowStart(this.#newest);
    let count = this.#second >= since ? this.#inSecond : 0;
    for (const [second, lines] of this.#window) if (second >= since) count += lines;
    const from = wholeSecond(this.#first) < since ? "" : this.#first;
    return { since: `${since}Z`, from, newest: this.#newest, count };
  }

  #pass({ second, lines, first, newest }: SecondOfLines): void {
    if (this.#first === "") this.#first = ownText(first);
    if (second === this.#second) this.#inSecond += lines;
    else this.#turn(second, lines, newest);
    if (newest > this.#newest) this.#newest = newest;
  }

  /** Begins, or goes on with, a second that is not that of the line before. */
  #turn(second: string, lines: number, newest: string): void {
    if (this.#second !== "") this.#window.set(this.#second, this.#inSecond);
    this.#second = ownText(second);
    this.#inSecond = (this.#window.get(this.#second) ?? 0) + lines;
    this.#window.delete(this.#second);
    if (newest > this.#newest) this.#forgetBefore(windowStart(newest));
  }

  #forgetBefore(since: string): void {
    for (const second of this.#window.keys()) if (second < since) this.#window.delete(second);
  }
}

const nanos = 1_000_000_000;
const nanoDigits = 6;

/**
 * The position as text: when its newest line was written, how long before that the first (none where
 * nothing stands before the window), and how many; in base 36, nanoseconds. See `parsePosition`.
 */
export function formatPosition({ from, newest, count }: LogPosition): string {
  const last = instantOf(newest);
  const first = from === "" ? null : instantOf(from);
  const span = first && (last.seconds - first.seconds) * nanos + last.nanos - first.nanos;
  return [
    last.seconds.toString(36) + last.nanos.toString(36).padStart(nanoDigits, "0"),
    span?.toString(36) ?? "",
    count.toString(36),
  ].join("-");
}

/** The position a browser sent back, or null when it is not one of ours. */
export function parsePosition(text: string): LogPosition | null {
  const match = /^([0-9a-z]{1,7})([0-9a-z]{6})-([0-9a-z]{0,8})-([0-9a-z]{1,6})$/.exec(text);
  if (!match) return null;
  const [, seconds = "", rest = "", span = "", count = ""] = match;
  const last = { seconds: Number.parseInt(seconds, 36), nanos: Number.parseInt(rest, 36) };
  if (last.seconds > lastSecond || last.nanos >= nanos) return null;
  const newest = stampOf(last);
  const since = `${windowStart(newest)}Z`;
  const from = span === "" ? "" : stampOf(before(last, Number.parseInt(span, 36)));
  return { since, from, newest, count: Number.parseInt(count, 36) };
}

interface NanoInstant {
  /** Since the epoch. */
  readonly seconds: number;
  readonly nanos: number;
}

/** The last of the year 9999: later ones are no longer written with four digits. */
const lastSecond = 253_402_300_799;

function instantOf(stamp: string): NanoInstant {
  return {
    seconds: Date.parse(`${wholeSecond(stamp)}Z`) / 1000,
    nanos: Number(stamp.slice(20, -1).padEnd(9, "0")),
  };
}

function stampOf({ seconds, nanos: rest }: NanoInstant): string {
  const second = new Date(seconds * 1000).toISOString().slice(0, 19);
  return `${second}.${String(rest).padStart(9, "0")}Z`;
}

function before({ seconds, nanos: rest }: NanoInstant, span: number): NanoInstant {
  const borrowed = Math.max(0, Math.ceil((span - rest) / nanos));
  return { seconds: Math.max(0, seconds - borrowed), nanos: rest - span + borrowed * nanos };
}

/** The second from which a resumed log is asked, without its zone mark so that it compares as text. */
function windowStart(newest: string): string {
  return new Date(Date.parse(`${wholeSecond(newest)}Z`) - overlapMs).toISOString().slice(0, 19);
}
