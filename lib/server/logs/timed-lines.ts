import { type LogLine, lineLimit } from "#lib/api/log-frames";
import { blockOf, timeLength } from "#lib/logs/line-block";
import { readStamp } from "#lib/server/logs/log-stamp";

/** So many consecutive lines that were written within one second. */
export interface SecondOfLines {
  /** Without its zone mark, so that it compares as text. */
  readonly second: string;
  readonly lines: number;
  /** The time of the first of them, and the latest of all. */
  readonly first: string;
  readonly newest: string;
}

/** Consecutive lines of one log, and when they were written. */
export interface TimedLines {
  /** A block of lib/logs/line-block. */
  readonly block: string;
  /** In the order of the file. */
  readonly seconds: readonly SecondOfLines[];
  /** Some have no time; they are in no second. */
  readonly untimed: boolean;
}

export const noLines: TimedLines = { block: "", seconds: [], untimed: false };

/**
 * Whole lines of a container log (asked with timestamps), if they are a block as they stand, which
 * nearly all are: each with a stamp as a block has it, and none too long. Null otherwise.
 */
export function timedLines(text: string): TimedLines | null {
  const seconds: SecondOfLines[] = [];
  let [second, lines, first, newest, newestNanos] = ["", 0, 0, 0, -1];
  const close = () => {
    if (lines > 0) {
      seconds.push({ second, lines, first: timeAt(text, first), newest: timeAt(text, newest) });
    }
  };
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf("\n", at);
    if (end - at > timeLength + 1 + lineLimit) return null;
    if (!isOfSecond(text, at, second)) {
      const stamp = readStamp(text, at);
      if (stamp.end !== at + timeLength + 1 || !text.startsWith(stamp.time, at)) return null;
      close();
      second = ownText(wholeSecond(stamp.time));
      [lines, first, newest, newestNanos] = [0, at, at, -1];
    }
    const nanos = nanosAt(text, at);
    if (nanos < 0) return null;
    if (nanos > newestNanos) {
      newest = at;
      newestNanos = nanos;
    }
    lines += 1;
    at = end + 1;
  }
  close();
  return { block: text, seconds, untimed: false };
}

/** Lines that were cut one by one. */
export function timedLinesOf(lines: readonly LogLine[]): TimedLines {
  const timed = lines.filter(([time]) => time !== "");
  return {
    block: blockOf(lines),
    seconds: timed.map(([time]) => secondOf(time)),
    untimed: timed.length < lines.length,
  };
}

/** The second of one line. */
export function secondOf(time: string): SecondOfLines {
  return { second: wholeSecond(time), lines: 1, first: time, newest: time };
}

/** A text that does not keep the one alive that it was cut from: times are cut from whole chunks. */
export function ownText(text: string): string {
  return Buffer.from(text, "latin1").toString("latin1");
}

export function wholeSecond(stamp: string): string {
  return stamp.slice(0, secondLength);
}

const secondLength = "2026-03-10T12:00:00".length;

function timeAt(text: string, at: number): string {
  return ownText(text.slice(at, at + timeLength));
}

/** Whether the line that begins at `at` is of this second; nearly each is of the one before's. */
function isOfSecond(text: string, at: number, second: string): boolean {
  if (second === "") return false;
  for (let i = secondLength - 1; i >= 0; i--) {
    if (text.charCodeAt(at + i) !== second.charCodeAt(i)) return false;
  }
  return true;
}

const [point, zero, nine, utc, space] = [0x2e, 0x30, 0x39, 0x5a, 0x20];

/** What stands behind the second, if it is nine digits of it in UTC; -1 otherwise. */
function nanosAt(text: string, at: number): number {
  if (text.charCodeAt(at + secondLength) !== point) return -1;
  let value = 0;
  for (let i = at + secondLength + 1; i < at + timeLength - 1; i++) {
    const digit = text.charCodeAt(i);
    if (!(digit >= zero && digit <= nine)) return -1;
    value = value * 10 + digit - zero;
  }
  const end = at + timeLength;
  return text.charCodeAt(end - 1) === utc && text.charCodeAt(end) === space ? value : -1;
}
