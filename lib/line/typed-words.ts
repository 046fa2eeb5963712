import type { Flag } from "#lib/line/flag";
import { type CommandWords, commandFlags, globalFlags } from "#lib/line/flag-tables";
import { Refused, type Span } from "#lib/line/refusal";
import { readShell, type Word } from "#lib/line/shell-text";

/** What is typed where the cursor is. */
export interface TypedWord {
  /** The command, as far as its words are there. */
  readonly command: CommandWords | null;
  /** Of a command of two words the first alone: `create`, `config`, `auth`. */
  readonly group: string;
  /** The arguments before the cursor, without flags. */
  readonly args: readonly string[];
  /** The last values of flags before the cursor, by their long names. */
  readonly values: ReadonlyMap<string, string>;
  /** The flag whose value is typed; null for an argument or a flag. */
  readonly flag: Flag | null;
  /** What of the word stands before the cursor, and where that is in the text. */
  readonly text: string;
  readonly at: Span;
}

const groups: readonly string[] = ["create", "config", "auth"];

/** Reads a line up to the cursor, for completion; null where no word of a command is typed there. */
export function typedWord(line: string, cursor: number): TypedWord | null {
  const before = line.slice(0, cursor);
  const words = wordsOf(before);
  if (words === null) return null;
  const last = words.at(-1);
  const isTyped = last !== undefined && last.end === before.length;
  const whole = [...(isTyped ? words.slice(0, -1) : words)];
  const current: Word = isTyped
    ? last
    : { text: "", command: null, start: before.length, end: before.length };
  if (/^(?:k|oc|kubectl)$/.test(whole[0]?.text ?? "")) whole.shift();
  return read(whole, current);
}

/** A quote that is still open, a pipe, a comment: there is nothing to complete. */
function wordsOf(text: string): readonly Word[] | null {
  try {
    const { words, pipes, comment } = readShell(text);
    return pipes.length > 0 || comment !== "" || /#\s*$/.test(text) ? null : words;
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

function read(words: readonly Word[], current: Word): TypedWord {
  const named: string[] = [];
  const args: string[] = [];
  const values = new Map<string, string>();
  let command: CommandWords | null = null;
  let open: Flag | null = null;
  for (const { text } of words) {
    if (open) {
      values.set(open.name, text);
      open = null;
    } else if (text.startsWith("-")) {
      const { flag, value } = flagIn(text, command);
      if (flag && value !== null) values.set(flag.name, value);
      else open = flag;
    } else if (command === null) {
      named.push(text);
      const both = named.join(" ");
      if (Object.hasOwn(commandFlags, both)) command = both as CommandWords;
    } else args.push(text);
  }
  const [, name = "", value = ""] = /^(--[^=]+)=([\s\S]*)$/.exec(current.text) ?? [];
  const inWord = name === "" ? null : flagIn(current.text, command).flag;
  const skipped = inWord ? name.length + 1 : 0;
  return {
    command,
    group: command === null && groups.includes(named.join(" ")) ? named.join(" ") : "",
    args: command === null ? named : args,
    values,
    flag: open ?? inWord,
    text: inWord ? value : current.text,
    at: { start: current.start + skipped, end: current.end },
  };
}

/** A flag and its value, which is null where the next word is; of several letters the last that matters. */
function flagIn(
  text: string,
  command: CommandWords | null,
): { readonly flag: Flag | null; readonly value: string | null } {
  const own: readonly Flag[] = command === null ? [] : commandFlags[command];
  const flags = [...own, ...globalFlags];
  const [, long, given] = /^--([^=]+)(?:=([\s\S]*))?$/.exec(text) ?? [];
  if (long !== undefined) {
    const flag = flags.find(({ name }) => name === long) ?? null;
    return { flag, value: given ?? flag?.bare ?? null };
  }
  let found: Flag | null = null;
  for (let rest = text.slice(1); rest !== ""; rest = rest.slice(1)) {
    found = flags.find(({ short }) => short === rest[0]) ?? null;
    if (found === null) return { flag: null, value: "" };
    if (found.bare !== null) continue;
    const value = rest.slice(1).replace(/^=/, "");
    return { flag: found, value: value === "" ? null : value };
  }
  return { flag: found, value: found?.bare ?? null };
}
