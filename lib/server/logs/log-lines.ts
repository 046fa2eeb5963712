import { cutMark, type LogLine, lineLimit } from "#lib/api/logs";
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
  /** How a time of the second of the last line begins, which is known to be one. */
  #second = "";

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
    // Nearly every stamp has this form, and the second of the one before: parsing each is slow.
    if (this.#second !== "" && end - start > stampLength && isStampOf(this.#second, raw, start)) {
      const time = raw.slice(start, start + stampLength);
      return this.#bounded(time, raw.slice(start + stampLength + 1, end));
    }
    const line = raw.slice(start, end);
    const match = stamp.exec(line);
    const time = match ? utc(match) : "";
    if (!match || time === "") return this.#bounded("", line);
    if (match[0].startsWith(time.slice(0, 20))) this.#second = time.slice(0, 20);
    return this.#bounded(time, line.slice(match[0].length));
  }

  #bounded(time: string, text: string): LogLine {
    if (!this.#cut && text.length <= lineLimit) return [time, text];
    return [time, text.slice(0, lineLimit) + cutMark];
  }
}

/** `2026-03-10T12:00:00.123456789Z` */
const stampLength = 30;

/** Whether a time stands there that begins like this, goes on with nine digits, `Z` and a blank. */
function isStampOf(second: string, text: string, start: number): boolean {
  const digits = start + second.length;
  // What differs most often stands last.
  for (let i = second.length - 1; i >= 0; i--) {
    if (text.charCodeAt(start + i) !== second.charCodeAt(i)) return false;
  }
  for (let i = digits; i < digits + 9; i++) {
    const code = text.charCodeAt(i);
    if (code < 48 || code > 57) return false;
  }
  return text.charCodeAt(digits + 9) === 90 && text.charCodeAt(digits + 10) === 32;
}

/** The matched stamp in UTC; empty for digits that are no time, such as a 61st minute. */
function utc([, second = "", fraction = "", zone = ""]: RegExpExecArray): string {
  const ms = Date.parse(second + zone);
  if (Number.isNaN(ms)) return "";
  return `${new Date(ms).toISOString().slice(0, 19)}.${fraction.slice(0, 9).padEnd(9, "0")}Z`;
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
