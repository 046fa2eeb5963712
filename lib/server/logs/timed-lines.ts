import { type LogLine, lineLimit } from "#lib/api/log-frames";
import { blockOf, linesOf, timeLength } from "#lib/logs/line-block";
import { recordSeparator } from "#lib/logs/raw-lines";
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

/** A block of lib/logs/line-block: a text, or bytes as lib/logs/raw-lines has them. */
export type LineBlock = string | Buffer;

/** The block as a text. */
export function textOf(block: LineBlock): string {
  return typeof block === "string"
    ? block
    : block.toString("utf8").replaceAll(recordSeparator, "\n");
}

/** Consecutive lines of one log, and when they were written. */
export interface TimedLines {
  readonly block: LineBlock;
  /** In the order of the file. */
  readonly seconds: readonly SecondOfLines[];
  /** Some have no time; they are in no second. */
  readonly untimed: boolean;
}

/**
 * Whole lines of a container log (asked with timestamps), if they are a block as they stand, which
 * nearly all are: each with a stamp as a block has it, none too long, and nothing in them that would
 * not travel raw. They become that in place. Null otherwise, and they are as they were.
 */
export function timedLines(bytes: Buffer): TimedLines | null {
  if (bytes.includes(carriageReturn) || bytes.includes(separator)) return null;
  const seconds = secondsIn(bytes);
  if (seconds) return { block: bytes, seconds, untimed: false };
  for (let at = bytes.indexOf(separator); at >= 0; at = bytes.indexOf(separator, at)) {
    bytes[at] = lineBreak;
  }
  return null;
}

/** The seconds of lines that are a block, whose line breaks are separators then; null for others. */
function secondsIn(bytes: Buffer): SecondOfLines[] | null {
  const seconds: SecondOfLines[] = [];
  const stamps = new Stamps(bytes);
  let [lines, first, newest] = [0, 0, 0];
  const close = () => {
    if (lines === 0) return;
    const [from, to] = [timeAt(bytes, first), timeAt(bytes, newest)];
    seconds.push({ second: wholeSecond(from), lines, first: from, newest: to });
  };
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(lineBreak, at);
    // A character has a byte at least.
    if (end - at <= timeLength || end - at > timeLength + 1 + lineLimit) return null;
    if (!stamps.isWhole(at)) return null;
    if (lines === 0 || !stamps.isSameSecond(at, first)) {
      const stamp = readStamp(bytes.toString("latin1", at, Math.min(end, at + longestStamp)));
      if (stamp.end !== timeLength + 1 || stamp.time !== timeAt(bytes, at)) return null;
      close();
      [lines, first, newest] = [0, at, at];
    }
    if (stamps.isLater(at, newest)) newest = at;
    lines += 1;
    bytes[end] = separator;
    at = end + 1;
  }
  close();
  return seconds;
}

/** Stamps of a block, four digits at a time: of a million lines each is looked at. */
class Stamps {
  readonly #bytes: Buffer;
  readonly #view: DataView;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** Nearly all neighbours are of one second: what differs first stands last. */
  isSameSecond(at: number, other: number): boolean {
    const view = this.#view;
    return (
      view.getUint32(at + 15) === view.getUint32(other + 15) &&
      view.getUint32(at + 12) === view.getUint32(other + 12) &&
      view.getUint32(at + 8) === view.getUint32(other + 8) &&
      view.getUint32(at + 4) === view.getUint32(other + 4) &&
      view.getUint32(at) === view.getUint32(other)
    );
  }

  /** Of two lines of one second. */
  isLater(at: number, other: number): boolean {
    const view = this.#view;
    const bytes = this.#bytes;
    const high = view.getUint32(at + 20) - view.getUint32(other + 20);
    if (high !== 0) return high > 0;
    const low = view.getUint32(at + 24) - view.getUint32(other + 24);
    return low !== 0 ? low > 0 : (bytes[at + 28] ?? 0) > (bytes[other + 28] ?? 0);
  }

  /** Whether what stands behind the second is nine digits of it in UTC. */
  isWhole(at: number): boolean {
    const view = this.#view;
    const bytes = this.#bytes;
    return (
      bytes[at + 19] === point &&
      areDigits(view.getUint32(at + 20)) &&
      areDigits(view.getUint32(at + 24)) &&
      view.getUint16(at + 29) === utcAndSpace &&
      areDigits(0x30303000 | (bytes[at + 28] ?? 0))
    );
  }
}

/** Four bytes, each `0` to `9`. */
function areDigits(four: number): boolean {
  return (four & 0xf0f0f0f0) === 0x30303030 && ((four + 0x06060606) & 0xf0f0f0f0) === 0x30303030;
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

/** Whether one of these lines was written at this time. */
export function hasTime({ block, seconds }: TimedLines, time: string): boolean {
  const second = wholeSecond(time);
  if (!seconds.some((it) => it.second === second)) return false;
  return linesOf(textOf(block)).some(([at]) => at === time);
}

/** A text that does not keep the one alive that it was cut from: times are cut from whole chunks. */
export function ownText(text: string): string {
  return Buffer.from(text, "latin1").toString("latin1");
}

export function wholeSecond(stamp: string): string {
  return stamp.slice(0, secondLength);
}

const secondLength = "2026-03-10T12:00:00".length;

const [carriageReturn, separator] = [0x0d, 0x1e];
const [lineBreak, point, utcAndSpace] = [0x0a, 0x2e, 0x5a20];

function timeAt(bytes: Buffer, at: number): string {
  return bytes.toString("latin1", at, at + timeLength);
}
