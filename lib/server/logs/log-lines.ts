import { cutMark, type LogLine, lineLimit } from "#lib/api/log-frames";
import { longestStamp, readStamp } from "#lib/server/logs/log-stamp";
import { noLines, type TimedLines, timedLines, timedLinesOf } from "#lib/server/logs/timed-lines";

/**
 * Cuts the bytes of a container log (asked with timestamps) into lines. A line longer than
 * `lineLimit` characters is cut and marked; what is not UTF-8 becomes U+FFFD. The text keeps
 * carriage returns and escape sequences: showing them is the viewer's business. Times are those of
 * `readStamp`.
 */
export class LogLines {
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  #rest = "";
  #cut = false;

  /** The lines these bytes complete. */
  push(bytes: Uint8Array): TimedLines {
    return this.#take(this.#decoder.decode(bytes, { stream: true }));
  }

  /** The last line, when it had no line break; none once taken. */
  end(): TimedLines {
    const last = this.#decoder.decode();
    return this.#rest + last === "" && !this.#cut ? noLines : this.#take(`${last}\n`);
  }

  #take(text: string): TimedLines {
    const end = text.lastIndexOf("\n") + 1;
    const whole = end === 0 ? "" : this.#rest + text.slice(0, end);
    const lines =
      whole === "" ? noLines : (!this.#cut && timedLines(whole)) || this.#lineByLine(whole);
    if (end > 0) {
      this.#rest = "";
      this.#cut = false;
    }
    this.#rest += text.slice(end);
    if (this.#rest.length > lineLimit + longestStamp) {
      this.#rest = this.#rest.slice(0, lineLimit + longestStamp);
      this.#cut = true;
    }
    return lines;
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
