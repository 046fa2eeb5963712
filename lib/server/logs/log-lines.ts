import { cutMark, type LogLine, lineLimit } from "#lib/api/log-frames";
import { longestStamp, readStamp } from "#lib/server/logs/log-stamp";
import { type TimedLines, timedLines, timedLinesOf } from "#lib/server/logs/timed-lines";

const lineBreak = 0x0a;
/** Of a line without end so much is held: a character of the text, or two of them, has three bytes at most. */
const mostHeld = 3 * (lineLimit + longestStamp);
const nothing = Buffer.alloc(0);

/**
 * Cuts the bytes of a container log (asked with timestamps) into lines. A line longer than
 * `lineLimit` characters is cut and marked; what is not UTF-8 becomes U+FFFD. The text keeps
 * carriage returns and escape sequences: showing them is the viewer's business. Times are those of
 * `readStamp`.
 */
export class LogLines {
  /** The beginning of a line whose end has not come. */
  #rest = nothing;
  /** More of it came than is held. */
  #cut = false;

  /** The lines these bytes complete. The bytes are the lines' own from then on. */
  push(bytes: Uint8Array): readonly TimedLines[] {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const end = chunk.lastIndexOf(lineBreak) + 1;
    // A line that came in pieces is put together, and no other byte is copied.
    const held = end > 0 && this.#rest.length > 0 ? chunk.indexOf(lineBreak) + 1 : 0;
    const lines: TimedLines[] = [];
    if (held > 0) lines.push(this.#take(Buffer.concat([this.#rest, chunk.subarray(0, held)])));
    if (held < end) lines.push(this.#take(chunk.subarray(held, end)));
    this.#hold(chunk.subarray(end));
    return lines;
  }

  /** The last line, when it had no line break; none once taken. */
  end(): readonly TimedLines[] {
    if (this.#rest.length === 0) return [];
    return [this.#take(Buffer.concat([this.#rest, Buffer.of(lineBreak)]))];
  }

  /** Whole lines. */
  #take(whole: Buffer): TimedLines {
    const lines = (!this.#cut && timedLines(whole)) || this.#lineByLine(whole.toString("utf8"));
    this.#rest = nothing;
    this.#cut = false;
    return lines;
  }

  #hold(bytes: Uint8Array): void {
    const room = mostHeld - this.#rest.length;
    if (bytes.length > room) this.#cut = true;
    if (bytes.length > 0 && room > 0)
      this.#rest = Buffer.concat([this.#rest, bytes.subarray(0, room)]);
  }

  /** Some of these need care: a stamp is of another zone or missing, or a line is too long. */
  #lineByLine(text: string): TimedLines {
    const lines: LogLine[] = [];
    for (let start = 0; start < text.length; ) {
      const end = text.indexOf("\n", start);
      // Only the first may have been cut before.
      lines.push(lineAt(text, start, end, this.#cut && start === 0));
      start = end + 1;
    }
    return timedLinesOf(lines);
  }
}

/** The line that stands in the text from `start` to before `end`; `cut` says that more of it came. */
function lineAt(raw: string, start: number, end: number, cut: boolean): LogLine {
  const { time, end: begin } = readStamp(raw, start);
  const text = raw.slice(begin, end);
  if (!cut && text.length <= lineLimit) return [time, text];
  return [time, text.slice(0, lineLimit) + cutMark];
}

/**
 * The kubelet answers 200 before it opens the file, so a log that is gone arrives as this text
 * (kubectl-semantics 9, last row). It carries no timestamp; every real line does.
 */
export function isRuntimeError([time, text]: LogLine): boolean {
  return (
    time === "" &&
    /^(unable to retrieve container logs for |failed to (try resolving|get parse|open|watch) )/.test(
      text,
    )
  );
}
