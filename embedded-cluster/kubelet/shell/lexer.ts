import { type Part, Refusal, type Sequence, ShellSyntaxError, type Word } from "./syntax.ts";

export type Token =
  | { readonly kind: "word"; readonly word: Word }
  /** `fd` stands before a redirection without a blank: `2>`. */
  | { readonly kind: "operator"; readonly text: string; readonly fd: string | null }
  | { readonly kind: "newline" }
  | { readonly kind: "end" };

const operators = ["&&", "||", ";;", ">>", ">&", "<<", "<&", "&", "|", ";", "<", ">", "(", ")"];
const endsWord = /[\s;&|<>()]/;
const nameStart = /[A-Za-z_]/;
const deepest = 100;

/** Cuts a script into tokens, as they are asked for: a `)` may end more than one thing. */
export class Lexer {
  readonly #source: string;
  #at = 0;
  #depth = 0;
  /** Reads the commands of a `$(…)` from this lexer up to its `)`. */
  readonly #substituted: (lexer: Lexer) => Sequence;

  constructor(source: string, substituted: (lexer: Lexer) => Sequence) {
    this.#source = source;
    this.#substituted = substituted;
  }

  next(): Token {
    this.#skipBlanks();
    const rest = this.#source.slice(this.#at, this.#at + 2);
    if (rest === "") return { kind: "end" };
    if (rest[0] === "\n") {
      this.#at += 1;
      return { kind: "newline" };
    }
    const number = /^\d+(?=[<>])/.exec(this.#source.slice(this.#at, this.#at + 12))?.[0] ?? null;
    const from = this.#at + (number?.length ?? 0);
    const text = operators.find((operator) => this.#source.startsWith(operator, from));
    if (text === undefined) return { kind: "word", word: this.#word(endsWord) };
    this.#at = from + text.length;
    return { kind: "operator", text, fd: number };
  }

  /** Nesting is refused before it can exhaust the stack. */
  nested<T>(read: () => T): T {
    if (this.#depth >= deepest) throw new Refusal("sh: the script is nested too deeply");
    this.#depth += 1;
    try {
      return read();
    } finally {
      this.#depth -= 1;
    }
  }

  #skipBlanks(): void {
    for (;;) {
      const char = this.#source[this.#at];
      if (char === " " || char === "\t" || char === "\r") this.#at += 1;
      else if (char === "\\" && this.#source[this.#at + 1] === "\n") this.#at += 2;
      else if (char === "#") {
        const end = this.#source.indexOf("\n", this.#at);
        this.#at = end < 0 ? this.#source.length : end;
      } else return;
    }
  }

  /** A word up to what `ends` matches, which is left to be read. */
  #word(ends: RegExp): Word {
    const parts: Part[] = [];
    let text = "";
    const flush = () => {
      if (text !== "") parts.push({ kind: "text", text, quoted: false });
      text = "";
    };
    for (;;) {
      const char = this.#source[this.#at];
      if (char === undefined || ends.test(char)) break;
      if (char === "'" || char === '"' || char === "$" || char === "`" || char === "\\") {
        flush();
        parts.push(...this.#special(char, false));
      } else {
        text += char;
        this.#at += 1;
      }
    }
    flush();
    return parts;
  }

  #special(char: string, quoted: boolean): Part[] {
    if (char === "\\") return [this.#escape(quoted)];
    if (char === "'") return [this.#singleQuoted()];
    if (char === '"') return this.#doubleQuoted();
    return [char === "`" ? this.#backquoted(quoted) : this.#dollar(quoted)];
  }

  #escape(quoted: boolean): Part {
    const char = this.#source[this.#at + 1];
    this.#at += char === undefined ? 1 : 2;
    if (char === "\n") return { kind: "text", text: "", quoted };
    if (char === undefined) return { kind: "text", text: "\\", quoted: true };
    const kept = quoted && !'$`"\\'.includes(char);
    return { kind: "text", text: kept ? `\\${char}` : char, quoted: true };
  }

  #singleQuoted(): Part {
    const end = this.#source.indexOf("'", this.#at + 1);
    if (end < 0) throw new ShellSyntaxError("unterminated quoted string");
    const text = this.#source.slice(this.#at + 1, end);
    this.#at = end + 1;
    return { kind: "text", text, quoted: true };
  }

  #doubleQuoted(): Part[] {
    this.#at += 1;
    const parts = this.#quoted((char) => char === '"');
    this.#at += 1;
    return parts.length > 0 ? parts : [{ kind: "text", text: "", quoted: true }];
  }

  /** What stands in double quotes, or between `$((` and `))`. */
  #quoted(ends: (char: string) => boolean): Part[] {
    const parts: Part[] = [];
    let text = "";
    const flush = () => {
      if (text !== "") parts.push({ kind: "text", text, quoted: true });
      text = "";
    };
    for (;;) {
      const char = this.#source[this.#at];
      if (char === undefined) throw new ShellSyntaxError("unterminated quoted string");
      if (ends(char)) break;
      if (char === "$" || char === "`" || char === "\\" || char === '"') {
        flush();
        parts.push(...this.#special(char, true));
      } else {
        text += char;
        this.#at += 1;
      }
    }
    flush();
    return parts;
  }

  #backquoted(quoted: boolean): Part {
    const match = /^`((?:\\[\s\S]|[^`\\])*)`/.exec(this.#source.slice(this.#at));
    if (!match) throw new ShellSyntaxError("unterminated quoted string");
    this.#at += match[0].length;
    const source = (match[1] ?? "").replace(quoted ? /\\([\\`$"])/g : /\\([\\`$])/g, "$1");
    const inner = new Lexer(`${source}\n)`, this.#substituted);
    return this.nested(() => {
      inner.#depth = this.#depth;
      return { kind: "command", body: this.#substituted(inner), quoted };
    });
  }

  #dollar(quoted: boolean): Part {
    const rest = this.#source.slice(this.#at + 1, this.#at + 3);
    if (rest === "((") return this.nested(() => this.#arithmetic(quoted));
    if (rest[0] === "(") {
      this.#at += 2;
      return this.nested(() => ({ kind: "command", body: this.#substituted(this), quoted }));
    }
    if (rest[0] === "{") return this.nested(() => this.#braced(quoted));
    const name = /^(?:[A-Za-z_]\w*|[0-9?$#@*!-])/.exec(this.#source.slice(this.#at + 1))?.[0];
    this.#at += 1 + (name?.length ?? 0);
    if (name === undefined) return { kind: "text", text: "$", quoted: true };
    return this.#parameter(name, null, [], quoted);
  }

  #arithmetic(quoted: boolean): Part {
    this.#at += 3;
    let open = 0;
    const expression = this.#quoted((char) => {
      if (char === "(") open += 1;
      if (char === ")" && open === 0) return true;
      if (char === ")") open -= 1;
      return false;
    });
    if (!this.#source.startsWith("))", this.#at)) throw new ShellSyntaxError("missing '))'");
    this.#at += 2;
    return { kind: "arithmetic", expression, quoted };
  }

  #braced(quoted: boolean): Part {
    const head = /^\$\{(#?)([A-Za-z_]\w*|\d+|[?$#@*])(:?[-=+?]|%%?|##?|\})/.exec(
      this.#source.slice(this.#at),
    );
    if (!head) throw new Refusal("sh: the embedded cluster does not run this form of a parameter");
    const [whole, length, name = "", operator = ""] = head;
    this.#at += whole.length;
    if (length !== "" && operator !== "}") throw new ShellSyntaxError("bad substitution");
    if (operator === "}") return this.#parameter(name, length ? "length" : null, [], quoted);
    // A pattern is one in double quotes too.
    const inQuotes = quoted && !/[%#]/.test(operator);
    const word = inQuotes ? this.#quoted((char) => char === "}") : this.#word(/\}/);
    if (this.#source[this.#at] !== "}") throw new ShellSyntaxError("missing '}'");
    this.#at += 1;
    return this.#parameter(name, operator, word, quoted);
  }

  #parameter(name: string, operator: string | null, word: Word, quoted: boolean): Part {
    if (name === "!" || name === "-") {
      throw new Refusal(`sh: the embedded cluster does not know $${name}`);
    }
    if (operator !== null && !nameStart.test(name[0] ?? "") && !/^\d+$/.test(name)) {
      throw new Refusal(`sh: the embedded cluster does not run \${${name}${operator}}`);
    }
    return { kind: "parameter", name, operator, word, quoted };
  }
}
