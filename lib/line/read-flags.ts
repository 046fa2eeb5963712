import { type Flag, flagTable } from "#lib/line/flag";
import { globalFlags } from "#lib/line/flag-tables";
import { goQuoted, isTrue, valueProblem } from "#lib/line/flag-value";
import { Refused, type Span } from "#lib/line/refusal";
import type { Word } from "#lib/line/shell-text";

/** One use of a flag, and where it stands. */
interface FlagUse {
  readonly value: string;
  readonly at: Span;
}

/** What any of kubectl's commands takes besides its own flags. */
export const everywhere: readonly Flag[] = [...globalFlags, ...flagTable("-h --help bool")];

/** The flags and arguments of one command, of the flags it has, read as pflag reads them. */
export class ReadFlags {
  readonly args: readonly Word[];
  /** How many arguments stand before `--`, or in all without it. */
  readonly argsBeforeDashes: number;
  readonly #uses = new Map<string, FlagUse[]>();

  /** Throws `Refused` in pflag's words. */
  constructor(words: readonly Word[], flags: readonly Flag[]) {
    const args: Word[] = [];
    const rest = [...words];
    let dashesAt: number | null = null;
    for (let word = rest.shift(); word; word = rest.shift()) {
      if (word.text === "--") {
        dashesAt = args.length;
        args.push(...rest.splice(0));
      } else if (word.text.startsWith("--")) this.#readLong(word, rest, flags);
      else if (word.text.startsWith("-") && word.text !== "-") this.#readShort(word, rest, flags);
      else args.push(word);
    }
    this.args = args;
    this.argsBeforeDashes = dashesAt ?? args.length;
  }

  given(name: string): boolean {
    return this.#uses.has(name);
  }

  /** The last value of a flag; empty where it was not given. */
  text(name: string): string {
    return this.#uses.get(name)?.at(-1)?.value ?? "";
  }

  /** All values of a flag that may be repeated, its lists of values taken apart. */
  texts(name: string): readonly string[] {
    return (this.#uses.get(name) ?? []).flatMap(({ value }) =>
      value === "" ? [] : value.split(","),
    );
  }

  isSet(name: string): boolean {
    return isTrue(this.text(name));
  }

  /** The number of a flag; null where it was not given. */
  number(name: string): number | null {
    return this.given(name) ? goNumber(this.text(name)) : null;
  }

  at(name: string): Span {
    return this.#uses.get(name)?.at(-1)?.at ?? { start: 0, end: 0 };
  }

  #readLong(word: Word, rest: Word[], flags: readonly Flag[]): void {
    const [, name = "", value] = /^--([^=]*)(?:=([\s\S]*))?$/.exec(word.text) ?? [];
    if (name === "" || name.startsWith("-")) {
      throw new Refused("flag", `bad flag syntax: ${word.text}`, word);
    }
    const flag = flags.find((known) => known.name === normal(name));
    if (!flag) throw new Refused("flag", `unknown flag: --${name}`, word);
    if (value !== undefined) return this.#keep(flag, value, word);
    if (flag.bare !== null) return this.#keep(flag, flag.bare, word);
    const next = rest.shift();
    if (!next) throw new Refused("flag", `flag needs an argument: --${name}`, word);
    this.#keep(flag, next.text, { start: word.start, end: next.end });
  }

  #readShort(word: Word, rest: Word[], flags: readonly Flag[]): void {
    let letters = word.text.slice(1);
    while (letters !== "") {
      const letter = String.fromCodePoint(letters.codePointAt(0) ?? 0);
      const flag = flags.find(({ short }) => short === letter);
      if (!flag) {
        throw new Refused("flag", `unknown shorthand flag: '${letter}' in -${letters}`, word);
      }
      const behind = letters.slice(letter.length);
      if (behind.length > 1 && behind.startsWith("="))
        return this.#keep(flag, behind.slice(1), word);
      if (flag.bare === null) {
        const next = behind === "" ? rest.shift() : undefined;
        if (behind === "" && !next) {
          throw new Refused("flag", `flag needs an argument: '${letter}' in -${letters}`, word);
        }
        return this.#keep(flag, next?.text ?? behind, {
          start: word.start,
          end: (next ?? word).end,
        });
      }
      this.#keep(flag, flag.bare, word);
      letters = behind;
    }
  }

  #keep(flag: Flag, value: string, at: Span): void {
    const problem = valueProblem(flag, value);
    if (problem !== null) {
      const name = flag.short === "" ? `--${flag.name}` : `-${flag.short}, --${flag.name}`;
      const message = `invalid argument ${goQuoted(value)} for ${goQuoted(name)} flag: ${problem}`;
      throw new Refused("flag", message, at);
    }
    const uses = this.#uses.get(flag.name) ?? [];
    this.#uses.set(flag.name, [...uses, { value, at: { start: at.start, end: at.end } }]);
  }
}

/** kubectl takes `_` for `-` in the names of flags. */
export function normal(name: string): string {
  return name.replaceAll("_", "-");
}

/** A number as Go's ParseInt reads it with base 0. */
function goNumber(text: string): number {
  const sign = text.startsWith("-") ? -1 : 1;
  const digits = text.replace(/^[+-]/, "");
  return sign * Number(/^0\d/.test(digits) ? `0o${digits}` : digits);
}
