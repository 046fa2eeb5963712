import { cutMark, type LogLine, lineLimit } from "#lib/api/logs";

const stamp = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d) ?/;

/**
 * Cuts the bytes of a container log (asked with timestamps) into lines. A line longer than
 * `lineLimit` characters is cut and marked; what is not UTF-8 becomes U+FFFD. The text keeps
 * carriage returns and escape sequences: showing them is the viewer's business. Times come out in
 * UTC with nine digits, so that they compare as text: a node stamps in its own zone, and older ones
 * leave trailing zeros out.
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
    if (this.#rest !== "" || this.#cut) lines.push(this.#line(this.#rest));
    this.#rest = "";
    this.#cut = false;
    return lines;
  }

  #take(text: string): LogLine[] {
    const lines: LogLine[] = [];
    let start = 0;
    for (;;) {
      const end = text.indexOf("\n", start);
      if (end < 0) break;
      lines.push(this.#line(this.#rest + text.slice(start, end)));
      this.#rest = "";
      this.#cut = false;
      start = end + 1;
    }
    this.#rest += text.slice(start);
    if (this.#rest.length > lineLimit + 64) {
      this.#rest = this.#rest.slice(0, lineLimit + 64);
      this.#cut = true;
    }
    return lines;
  }

  #line(raw: string): LogLine {
    const match = stamp.exec(raw);
    const time = match ? utc(match) : "";
    const text = match && time !== "" ? raw.slice(match[0].length) : raw;
    if (!this.#cut && text.length <= lineLimit) return [time, text];
    return [time, text.slice(0, lineLimit) + cutMark];
  }
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
