import { type LogLine, lineLimit } from "#lib/api/log-frames";
import { blockOf, timeLength } from "#lib/logs/line-block";
import { longestStamp, readStamp } from "#lib/server/logs/log-stamp";

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
 * nearly all are: each with a stamp as a block has it, and none too long. Null otherwise. Bytes are
 * looked at in two thirds of the time that characters take, and a stamp is ASCII.
 */
export function timedLines(bytes: Buffer): TimedLines | null {
  const seconds: SecondOfLines[] = [];
  let [lines, first, newest, newestNanos] = [0, 0, 0, -1];
  const close = () => {
    if (lines === 0) return;
    const [from, to] = [timeAt(bytes, first), timeAt(bytes, newest)];
    seconds.push({ second: wholeSecond(from), lines, first: from, newest: to });
  };
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(lineBreak, at);
    // A character has a byte at least.
    if (end - at > timeLength + 1 + lineLimit) return null;
    if (lines === 0 || !isSameSecond(bytes, at, first)) {
      const stamp = readStamp(bytes.toString("latin1", at, Math.min(end, at + longestStamp)));
      if (stamp.end !== timeLength + 1 || stamp.time !== timeAt(bytes, at)) return null;
      close();
      [lines, first, newest, newestNanos] = [0, at, at, -1];
    }
    const nanos = nanosAt(bytes, at);
    if (nanos < 0) return null;
    if (nanos > newestNanos) {
      newest = at;
      newestNanos = nanos;
    }
    lines += 1;
    at = end + 1;
  }
  close();
  return { block: bytes.toString("utf8"), seconds, untimed: false };
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

const [lineBreak, point, zero, nine, utc, space] = [0x0a, 0x2e, 0x30, 0x39, 0x5a, 0x20];

function timeAt(bytes: Buffer, at: number): string {
  return bytes.toString("latin1", at, at + timeLength);
}

/** Whether two lines, which begin at `at` and at `other`, are of one second; nearly all neighbours are. */
function isSameSecond(bytes: Buffer, at: number, other: number): boolean {
  for (let i = secondLength - 1; i >= 0; i--) {
    if (bytes[at + i] !== bytes[other + i]) return false;
  }
  return true;
}

/** What stands behind the second, if it is nine digits of it in UTC; -1 otherwise. */
function nanosAt(bytes: Buffer, at: number): number {
  const end = at + timeLength;
  if (bytes[at + secondLength] !== point || bytes[end - 1] !== utc || bytes[end] !== space) {
    return -1;
  }
  let value = 0;
  for (let i = at + secondLength + 1; i < end - 1; i++) {
    const digit = bytes[i] ?? 0;
    if (!(digit >= zero && digit <= nine)) return -1;
    value = value * 10 + digit - zero;
  }
  return value;
}
