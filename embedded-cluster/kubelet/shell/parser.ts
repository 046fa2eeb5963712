import { Lexer, type Token } from "./lexer.ts";
import { readRedirect } from "./redirect.ts";
import {
  type Assignment,
  assignment,
  type Command,
  literal,
  type Redirect,
  Refusal,
  type Sequence,
  ShellSyntaxError,
  type Word,
} from "./syntax.ts";

/**
 * Reads a script of `sh`. Throws ShellSyntaxError where a real shell does, Refusal for what it is
 * too small for: background, functions, here documents.
 */
export function parse(script: string): Sequence {
  const lexer = new Lexer(script, (inner) => new Parser(inner).until(")"));
  return new Parser(lexer).until(null);
}

const reserved = /^(if|then|elif|else|fi|for|while|until|do|done|case|esac|in|\{|\}|!)$/;

class Parser {
  readonly #lexer: Lexer;
  #token: Token;

  constructor(lexer: Lexer) {
    this.#lexer = lexer;
    this.#token = lexer.next();
  }

  /** All commands up to an operator, or to the end of the script. */
  until(operator: ")" | null): Sequence {
    const body = this.#sequence();
    const ended = operator === null ? this.#token.kind === "end" : this.#isOperator(operator);
    if (!ended) throw this.#unexpected();
    return body;
  }

  #advance(): void {
    this.#token = this.#lexer.next();
  }

  #isOperator(text: string): boolean {
    return this.#token.kind === "operator" && this.#token.text === text;
  }

  /** The token as a bare word, as reserved words must be written. */
  #bare(): string | null {
    if (this.#token.kind !== "word") return null;
    const [part, ...more] = this.#token.word;
    return part?.kind === "text" && !part.quoted && more.length === 0 ? part.text : null;
  }

  #unexpected(): Error {
    if (this.#token.kind === "end") return new ShellSyntaxError("unexpected end of file");
    if (this.#token.kind === "newline") return new ShellSyntaxError("unexpected newline");
    const text = this.#token.kind === "operator" ? this.#token.text : literal(this.#token.word);
    return new ShellSyntaxError(`unexpected "${text ?? "word"}"`);
  }

  #expect(word: string): void {
    if (this.#bare() !== word) throw this.#unexpected();
    this.#advance();
  }

  #atNewline(): boolean {
    return this.#token.kind === "newline";
  }

  #skipNewlines(): void {
    while (this.#atNewline()) this.#advance();
  }

  /** Takes the word that must stand here. */
  #word(): Word {
    if (this.#token.kind !== "word") throw this.#unexpected();
    const { word } = this.#token;
    this.#advance();
    return word;
  }

  #sequence(): Sequence {
    const commands: Command[] = [];
    for (;;) {
      this.#skipNewlines();
      if (this.#endsSequence()) return commands;
      commands.push(this.#andOr());
      if (this.#isOperator("&"))
        throw new Refusal("sh: the embedded cluster runs nothing in the background (&)");
      if (this.#isOperator(";")) this.#advance();
      else if (!this.#atNewline() && !this.#endsSequence()) throw this.#unexpected();
    }
  }

  #endsSequence(): boolean {
    if (this.#token.kind === "end") return true;
    if (this.#isOperator(")") || this.#isOperator(";;")) return true;
    return /^(then|elif|else|fi|do|done|esac|\})$/.test(this.#bare() ?? "");
  }

  /** What must hold at least one command. */
  #body(): Sequence {
    const body = this.#sequence();
    if (body.length === 0) throw this.#unexpected();
    return body;
  }

  #andOr(): Command {
    let left = this.#negated();
    for (;;) {
      const kind = this.#isOperator("&&") ? "and" : this.#isOperator("||") ? "or" : null;
      if (kind === null) return left;
      this.#advance();
      this.#skipNewlines();
      left = { kind, left, right: this.#negated(), redirects: [] };
    }
  }

  #negated(): Command {
    if (this.#bare() !== "!") return this.#pipeline();
    this.#advance();
    if (this.#bare() === "!") throw this.#unexpected();
    return { kind: "not", command: this.#pipeline(), redirects: [] };
  }

  #pipeline(): Command {
    const commands = [this.#command()];
    while (this.#isOperator("|")) {
      this.#advance();
      this.#skipNewlines();
      commands.push(this.#command());
    }
    const [only] = commands;
    return only && commands.length === 1 ? only : { kind: "pipe", commands, redirects: [] };
  }

  #command(): Command {
    return this.#lexer.nested(() => this.#compound() ?? this.#simple());
  }

  #compound(): Command | null {
    if (this.#isOperator("(")) {
      this.#advance();
      const body = this.#body();
      if (!this.#isOperator(")")) throw this.#unexpected();
      this.#advance();
      return { kind: "subshell", body, redirects: this.#redirects() };
    }
    switch (this.#bare()) {
      case "{": {
        this.#advance();
        const body = this.#body();
        this.#expect("}");
        return { kind: "group", body, redirects: this.#redirects() };
      }
      case "if":
        return this.#if();
      case "while":
      case "until": {
        const kind = this.#bare() === "while" ? "while" : "until";
        this.#advance();
        const test = this.#body();
        const body = this.#doDone();
        return { kind, test, body, redirects: this.#redirects() };
      }
      case "for":
        return this.#for();
      case "case":
        return this.#case();
      default:
        return null;
    }
  }

  #if(): Command {
    const branches: { test: Sequence; body: Sequence }[] = [];
    let otherwise: Sequence = [];
    do {
      this.#advance();
      const test = this.#body();
      this.#expect("then");
      branches.push({ test, body: this.#body() });
    } while (this.#bare() === "elif");
    if (this.#bare() === "else") {
      this.#advance();
      otherwise = this.#body();
    }
    this.#expect("fi");
    return { kind: "if", branches, otherwise, redirects: this.#redirects() };
  }

  #doDone(): Sequence {
    this.#expect("do");
    const body = this.#body();
    this.#expect("done");
    return body;
  }

  #for(): Command {
    this.#advance();
    const name = this.#bare() ?? "";
    if (!/^[A-Za-z_]\w*$/.test(name)) throw this.#unexpected();
    this.#advance();
    this.#skipNewlines();
    let words: Word[] | null = null;
    if (this.#bare() === "in") {
      this.#advance();
      words = [];
      while (this.#token.kind === "word") {
        words.push(this.#token.word);
        this.#advance();
      }
    }
    if (this.#isOperator(";")) this.#advance();
    this.#skipNewlines();
    const body = this.#doDone();
    return { kind: "for", name, words, body, redirects: this.#redirects() };
  }

  #case(): Command {
    this.#advance();
    const subject = this.#word();
    this.#skipNewlines();
    this.#expect("in");
    this.#skipNewlines();
    const branches: { patterns: Word[]; body: Sequence }[] = [];
    while (this.#bare() !== "esac") {
      branches.push({ patterns: this.#patterns(), body: this.#sequence() });
      if (this.#isOperator(";;")) this.#advance();
      else if (this.#bare() !== "esac") throw this.#unexpected();
      this.#skipNewlines();
    }
    this.#advance();
    return { kind: "case", subject, branches, redirects: this.#redirects() };
  }

  #patterns(): Word[] {
    if (this.#isOperator("(")) this.#advance();
    const patterns: Word[] = [];
    for (;;) {
      patterns.push(this.#word());
      const more = this.#isOperator("|");
      if (!more && !this.#isOperator(")")) throw this.#unexpected();
      this.#advance();
      if (!more) return patterns;
    }
  }

  #simple(): Command {
    const assignments: Assignment[] = [];
    const words: Word[] = [];
    const redirects: Redirect[] = [];
    if (reserved.test(this.#bare() ?? "")) throw this.#unexpected();
    for (;;) {
      if (this.#token.kind === "word") {
        const assigned = words.length === 0 ? assignment(this.#token.word) : null;
        if (assigned) assignments.push(assigned);
        else words.push(this.#token.word);
        this.#advance();
        continue;
      }
      const redirect = this.#redirect();
      if (!redirect) break;
      redirects.push(redirect);
    }
    if (this.#isOperator("(") && words.length === 1) {
      throw new Refusal("sh: the embedded cluster runs no functions");
    }
    const nothing = assignments.length + words.length + redirects.length === 0;
    if (nothing || this.#isOperator("(")) throw this.#unexpected();
    return { kind: "simple", assignments, words, redirects };
  }

  #redirects(): Redirect[] {
    const redirects: Redirect[] = [];
    for (;;) {
      const redirect = this.#redirect();
      if (!redirect) return redirects;
      redirects.push(redirect);
    }
  }

  #redirect(): Redirect | null {
    if (this.#token.kind !== "operator" || !/[<>]/.test(this.#token.text)) return null;
    const { text, fd } = this.#token;
    this.#advance();
    return readRedirect(text, fd, this.#word());
  }
}
