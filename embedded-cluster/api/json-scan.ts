import { goQuoted } from "./field-errors.ts";

/** What is wrong with a text as JSON, in the words of Go's scanner (encoding/json). */
export class JsonFault extends Error {}

/** Deeper than this is refused before anything walks it. */
const deepest = 10_000;

interface Level {
  readonly close: "}" | "]";
  /** Those an object has had so far; null in an array. */
  readonly keys: Set<string> | null;
  /** Where in it the scanner is: `.key` or `[index]`. */
  step: string;
  index: number;
}

/**
 * The paths of fields that are there twice, such as `spec.suspend`, of which JSON.parse does not tell.
 *
 * @throws JsonFault for what is no JSON.
 */
export function duplicateFields(text: string): string[] {
  const scanner = new Scanner(text);
  scanner.scan();
  return scanner.duplicates;
}

class Scanner {
  readonly duplicates: string[] = [];
  readonly #text: string;
  #at = 0;
  readonly #open: Level[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  scan(): void {
    for (let isAfter = false, isFirst = false; ; ) {
      const level = this.#open.at(-1);
      const next = this.#peek();
      if (isAfter && !level) {
        if (next !== undefined) throw this.#fault("after top-level value");
        return;
      }
      if (level && (isAfter || isFirst) && next === level.close) {
        this.#at++;
        this.#open.pop();
        [isAfter, isFirst] = [true, false];
        continue;
      }
      if (level && isAfter) {
        if (next !== ",") {
          throw this.#fault(level.keys ? "after object key:value pair" : "after array element");
        }
        this.#at++;
        this.#peek();
        level.step = `[${++level.index}]`;
      }
      if (level?.keys) this.#key(level, level.keys);
      [isFirst, isAfter] = this.#value();
    }
  }

  /** The next character that is no space. */
  #peek(): string | undefined {
    while (/[ \t\r\n]/.test(this.#text[this.#at] ?? "")) this.#at++;
    return this.#text[this.#at];
  }

  #key(level: Level, keys: Set<string>): void {
    if (this.#text[this.#at] !== '"') {
      throw this.#fault("looking for beginning of object key string");
    }
    const key = this.#string();
    if (this.#peek() !== ":") throw this.#fault("after object key");
    this.#at++;
    level.step = `.${key}`;
    if (keys.has(key)) {
      const path = this.#open.map(({ step }) => step).join("");
      this.duplicates.push(path.replace(/^\./, ""));
    }
    keys.add(key);
  }

  /** Whether it only began, with what comes first in it, and whether it is over. */
  #value(): [isFirst: boolean, isAfter: boolean] {
    const next = this.#peek() ?? "";
    if (next === "{" || next === "[") {
      const [close, keys, step] =
        next === "{" ? (["}", new Set<string>(), ""] as const) : (["]", null, "[0]"] as const);
      this.#open.push({ close, keys, step, index: 0 });
      if (this.#open.length > deepest) throw this.#fault("exceeded max depth");
      this.#at++;
      return [true, false];
    }
    const word = ["true", "false", "null"].find((one) => one[0] === next);
    if (next === '"') this.#string();
    else if (word) this.#word(word);
    else if (/[-0-9]/.test(next)) this.#number();
    else throw this.#fault("looking for beginning of value");
    return [false, true];
  }

  #string(): string {
    const start = this.#at++;
    for (; this.#text[this.#at] !== '"'; this.#at++) {
      const code = this.#text.charCodeAt(this.#at);
      if (code === 0x5c) this.#escape();
      else if (!(code >= 0x20)) throw this.#fault("in string literal");
    }
    this.#at++;
    return JSON.parse(this.#text.slice(start, this.#at)) as string;
  }

  #escape(): void {
    this.#at++;
    const kind = this.#text[this.#at] ?? "";
    if (kind === "" || !'"\\/bfnrtu'.includes(kind)) throw this.#fault("in string escape code");
    for (let digits = kind === "u" ? 4 : 0; digits > 0; digits--) {
      this.#at++;
      if (!/[0-9a-fA-F]/.test(this.#text[this.#at] ?? "")) {
        throw this.#fault("in \\u hexadecimal character escape");
      }
    }
  }

  #word(word: string): void {
    for (const letter of word) {
      if (this.#text[this.#at] !== letter) {
        throw this.#fault(`in literal ${word} (expecting '${letter}')`);
      }
      this.#at++;
    }
  }

  #number(): void {
    if (this.#text[this.#at] === "-") this.#at++;
    if (this.#text[this.#at] === "0") this.#at++;
    else this.#digits("in numeric literal");
    if (this.#text[this.#at] === ".") {
      this.#at++;
      this.#digits("after decimal point in numeric literal");
    }
    if (!/[eE]/.test(this.#text[this.#at] ?? "")) return;
    this.#at++;
    if (/[-+]/.test(this.#text[this.#at] ?? "")) this.#at++;
    this.#digits("in exponent of numeric literal");
  }

  #digits(where: string): void {
    if (!/[0-9]/.test(this.#text[this.#at] ?? "")) throw this.#fault(where);
    while (/[0-9]/.test(this.#text[this.#at] ?? "")) this.#at++;
  }

  #fault(where: string): JsonFault {
    const character = String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0);
    if (this.#at >= this.#text.length) return new JsonFault("unexpected end of JSON input");
    // Go's scanner goes by bytes.
    const byte = String.fromCharCode(Buffer.from(character)[0] ?? 0);
    const shown = byte === "'" ? "\\'" : byte === '"' ? '"' : goQuoted(byte).slice(1, -1);
    return new JsonFault(`invalid character '${shown}' ${where}`);
  }
}
