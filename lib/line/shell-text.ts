import {
  ansiQuoted,
  doubleQuoted,
  expansion,
  type Piece,
  singleQuoted,
} from "#lib/line/quoted-text";
import { Refused, type Span } from "#lib/line/refusal";
import { text as says } from "#lib/texts/text";

/** A word as the shell hands it on. */
export interface Word extends Span {
  readonly text: string;
  /** The command of its `$(…)`, which stands in `text` as it was written; null without one. */
  readonly command: string | null;
}

/** What a shell reads in one line. */
export interface ShellText {
  readonly words: readonly Word[];
  /** The words behind each `|`. */
  readonly pipes: readonly (readonly Word[])[];
  /** What stands behind `#`; empty without a comment. */
  readonly comment: string;
}

const prompt =
  /^\s*(?:\([^()\n]*\)\s*)?(?:\[[^\]\n]*\]|[\w.-]+@[\w.-]+(?::[^\s]*?)?|~\S*)?\s*[$#%>❯➜]\s+(?=\S)/;
const continued = /^\\\r?\n(?:[ \t]*>[ \t])?/;

/**
 * Reads what is typed, or pasted from a terminal: a prompt in front, quotes, backslashes, lines that
 * go on, a comment, pipes. Throws `Refused` for what a shell would make more of than one command.
 */
export function readShell(text: string): ShellText {
  const commands: Word[][] = [[]];
  let comment = "";
  let i = prompt.exec(text)?.[0].length ?? 0;
  while (i < text.length) {
    const rest = text.slice(i);
    const [blank] =
      /^(?:[ \t\u00a0]|\\[ \t]+(?=[ \t]|$))+/.exec(rest) ?? continued.exec(rest) ?? [];
    if (blank !== undefined) i += blank.length;
    else if (/^\s*$/.test(rest)) break;
    else if (text[i] === "#") {
      const end = /\r?\n|$/.exec(rest)?.index ?? rest.length;
      comment = rest.slice(1, end).trim();
      i += end;
    } else if (text[i] === "|" && text[i + 1] !== "|" && text[i + 1] !== "&") {
      commands.push([]);
      i++;
    } else if (/[|&;<>()\r\n]/.test(text[i] ?? "")) throw unsupported(text, i);
    else {
      const word = readWord(text, i);
      commands.at(-1)?.push(word);
      i = word.end;
    }
  }
  const [words = [], ...pipes] = commands;
  return { words, pipes, comment };
}

function readWord(text: string, start: number): Word {
  let read = "";
  let command: string | null = null;
  let i = start;
  while (i < text.length && !/[ \t\u00a0\r\n|&;<>()]/.test(text[i] ?? "")) {
    const piece = readPiece(text, i);
    read += piece.text;
    command = piece.command ?? command;
    i = piece.next;
  }
  return { text: read, command, start, end: i };
}

function readPiece(text: string, at: number): Piece {
  const [here, after] = [text[at], text[at + 1]];
  if (here === "'") return singleQuoted(text, at);
  if (here === '"') return doubleQuoted(text, at);
  if (here === "$" && after === "'") return ansiQuoted(text, at);
  if (here === "$" || here === "`") return expansion(text, at);
  if (here === "\\") {
    const [line] = continued.exec(text.slice(at)) ?? [];
    if (line !== undefined) return { text: "", next: at + line.length };
    const character =
      after === undefined ? "" : String.fromCodePoint(text.codePointAt(at + 1) ?? 0);
    return { text: character, next: at + 1 + character.length };
  }
  return { text: here ?? "", next: at + 1 };
}

function unsupported(text: string, at: number): Refused {
  const [mark = ""] = /^(?:\|\||\|&|&&|>>|<<|[&;<>()]|\s+)/.exec(text.slice(at)) ?? [];
  const span = { start: at, end: at + mark.length };
  if (/^[<>]/.test(mark)) {
    const message = says("Batchboard reads and writes no files: leave out what is behind {mark}.", {
      mark,
    });
    return new Refused("syntax", message, span);
  }
  const message =
    mark.trim() === ""
      ? says("One command at a time: leave out what begins with a second line.")
      : says("One command at a time: leave out what begins with {mark}.", { mark });
  return new Refused("syntax", message, span);
}
