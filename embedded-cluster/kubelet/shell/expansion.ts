import { evaluate } from "./arithmetic.ts";
import { Fault, OutOfMemory } from "./fault.ts";
import { compilePattern, matches, type PatternText } from "./pattern.ts";
import type { Wait } from "./shell-options.ts";
import { literal, type Part, type Sequence, type Word } from "./syntax.ts";

/** What expansions need of the shell they stand in. */
export interface Expanding {
  parameter(name: string): string | undefined;
  readonly positional: readonly string[];
  /** `set -u`. */
  readonly nounset: boolean;
  assign(name: string, value: string): void;
  capture(body: Sequence): Generator<Wait, string>;
  /** Bytes a container may hold; a value beyond kills it. */
  readonly memory: number;
}

/** The longest value that `${x%…}` looks through. */
const longestTrimmed = 4096;

/** A word as one text, without splitting: an assigned value, the subject of `case`. */
export function* expandText(word: Word, shell: Expanding): Generator<Wait, string> {
  let text = "";
  for (const { text: piece } of yield* expandParts(word, shell)) {
    text = bounded(text, piece, shell);
  }
  return text;
}

/** A word as a pattern. */
export function* expandPattern(word: Word, shell: Expanding) {
  return compilePattern(yield* expandParts(word, shell));
}

/** The words of a command as its fields; what `export` assigns is one text each. */
export function* expandWords(words: readonly Word[], shell: Expanding): Generator<Wait, string[]> {
  const fields: string[] = [];
  const exported = words[0] !== undefined && literal(words[0]) === "export";
  for (const word of words) {
    if (exported && /^\w+=/.test(word[0]?.kind === "text" ? word[0].text : "")) {
      fields.push(yield* expandText(word, shell));
    } else fields.push(...(yield* expandFields(word, shell)));
  }
  return fields;
}

/** A word as the fields it becomes: none, one or many. */
function* expandFields(word: Word, shell: Expanding): Generator<Wait, string[]> {
  const fields: string[] = [];
  let field: string | null = null;
  for (const part of word) {
    if (part.kind === "parameter" && part.name === "@" && part.operator === null && part.quoted) {
      const [first, ...rest] = shell.positional;
      if (first === undefined) continue;
      fields.push(`${field ?? ""}${first}`, ...rest);
      field = fields.pop() ?? null;
      continue;
    }
    for (const { text, quoted } of yield* expandParts([part], shell)) {
      if (quoted || part.kind === "text") {
        field = bounded(field ?? "", text, shell);
        continue;
      }
      const [head = "", ...more] = text.split(/[ \t\n]+/);
      if (head !== "") field = bounded(field ?? "", head, shell);
      for (const piece of more) {
        if (field !== null) fields.push(field);
        field = piece === "" ? null : piece;
      }
    }
  }
  if (field !== null) fields.push(field);
  return fields;
}

function bounded(text: string, piece: string, shell: Expanding): string {
  if (text.length + piece.length > shell.memory) throw new OutOfMemory();
  return text + piece;
}

function* expandParts(word: Word, shell: Expanding): Generator<Wait, PatternText[]> {
  const pieces: PatternText[] = [];
  for (const part of word) {
    if (part.kind === "text") pieces.push(part);
    else if (part.kind === "parameter") pieces.push(...(yield* expandParameter(part, shell)));
    else if (part.kind === "command") {
      const output = yield* shell.capture(part.body);
      pieces.push({ text: output.replace(/\n+$/, ""), quoted: part.quoted });
    } else {
      const expression = yield* expandText(part.expression, shell);
      const value = evaluate(expression, {
        get: (name) => shell.parameter(name),
        set: (name, assigned) => shell.assign(name, assigned),
      });
      pieces.push({ text: String(value), quoted: part.quoted });
    }
  }
  return pieces;
}

function* expandParameter(
  part: Extract<Part, { kind: "parameter" }>,
  shell: Expanding,
): Generator<Wait, PatternText[]> {
  const { name, operator, word, quoted } = part;
  const value = shell.parameter(name);
  const set = value !== undefined && !(operator?.startsWith(":") && value === "");
  switch (operator?.replace(":", "")) {
    case "-":
      return set ? [{ text: value, quoted }] : yield* expandParts(word, shell);
    case "+":
      return set ? yield* expandParts(word, shell) : [{ text: "", quoted }];
    case "=": {
      if (set) return [{ text: value, quoted }];
      const assigned = yield* expandText(word, shell);
      shell.assign(name, assigned);
      return [{ text: assigned, quoted }];
    }
    case "?":
      if (set) return [{ text: value, quoted }];
      throw new Fault(
        `${name}: ${(yield* expandText(word, shell)) || "parameter not set or null"}`,
      );
  }
  if (value === undefined && shell.nounset && !"@*#".includes(name)) {
    throw new Fault(`${name}: parameter not set`);
  }
  if (operator === null) return [{ text: value ?? "", quoted }];
  if (operator === "length") return [{ text: String(lengthOf(value ?? "")), quoted }];
  const pattern = yield* expandPattern(word, shell);
  return [{ text: trimmed(value ?? "", operator, pattern), quoted }];
}

/** In characters. A list of them takes eight times the value's memory and more. */
function lengthOf(value: string): number {
  let length = 0;
  for (const _ of value) length += 1;
  return length;
}

/** `%` and `#` take the shortest end or beginning off, `%%` and `##` the longest. */
function trimmed(value: string, operator: string, pattern: ReturnType<typeof compilePattern>) {
  if (value.length > longestTrimmed) throw new Fault("the value is too long to be trimmed here");
  const chars = [...value];
  const cuts = chars.map((_, index) => index).concat(chars.length);
  const suffix = operator.startsWith("%");
  if (suffix === (operator.length === 1)) cuts.reverse();
  for (const cut of cuts) {
    if (suffix && matches(chars.slice(cut), pattern)) return chars.slice(0, cut).join("");
    if (!suffix && matches(chars.slice(0, cut), pattern)) return chars.slice(cut).join("");
  }
  return value;
}
