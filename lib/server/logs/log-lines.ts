import { cutMark, type LogLine, lineLimit } from "#lib/api/log-frames";
import { longestStamp, readStamp } from "#lib/server/logs/log-stamp";

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
  push(bytes: Uint8Array): LogLine[] {
    return this.#take(this.#decoder.decode(bytes, { stream: true }));
  }

  /** The last line, when it had no line break; empty once taken. */
  end(): LogLine[] {
    const lines = this.#take(this.#decoder.decode());
    if (this.#rest !== "" || this.#cut) lines.push(this.#line(this.#rest, 0, this.#rest.length));
    this.#rest = "";
    this.#cut = false;
    return lines;
  }

  #take(text: string): LogLine[] {
    const lines: LogLine[] = [];
    let start = 0;
    let end = text.indexOf("\n");
    if (end >= 0 && (this.#rest !== "" || this.#cut)) {
      const whole = this.#rest + text.slice(0, end);
      lines.push(this.#line(whole, 0, whole.length));
      this.#rest = "";
      this.#cut = false;
      start = end + 1;
      end = text.indexOf("\n", start);
    }
    while (end >= 0) {
      lines.push(this.#line(text, start, end));
      start = end + 1;
      end = text.indexOf("\n", start);
    }
    this.#rest += text.slice(start);
    if (this.#rest.length > lineLimit + longestStamp) {
      this.#rest = this.#rest.slice(0, lineLimit + longestStamp);
      this.#cut = true;
    }
    return lines;
  }

  /** The line that stands in the text from `start` to before `end`. */
  #line(raw: string, start: number, end: number): LogLine {
    const { time, end: begin } = readStamp(raw, start);
    const text = raw.slice(begin, end);
    if (!this.#cut && text.length <= lineLimit) return [time, text];
    return [time, text.slice(0, lineLimit) + cutMark];
  }
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
