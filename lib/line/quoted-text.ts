import { Refused } from "#lib/line/refusal";
import { text as says } from "#lib/texts/text";

/** What a shell reads at one place of a text, and where it goes on. */
export interface Piece {
  readonly text: string;
  readonly next: number;
  /** The command of a `$(…)`, whose text is kept as it is written. */
  readonly command?: string;
}

const escapes: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  a: "\x07",
  b: "\b",
  e: "\x1b",
  E: "\x1b",
  f: "\f",
  v: "\v",
};

/** `'…'` that begins at `at`. */
export function singleQuoted(text: string, at: number): Piece {
  const end = text.indexOf("'", at + 1);
  if (end === -1) throw unclosed("'", text, at);
  return { text: text.slice(at + 1, end), next: end + 1 };
}

/** `$'…'` that begins at `at`: its octal, hexadecimal and letter escapes are octets of UTF-8. */
export function ansiQuoted(text: string, at: number): Piece {
  const octets: number[] = [];
  let i = at + 2;
  while (i < text.length && text[i] !== "'") {
    const [whole, octal, hex, letter] =
      /^\\(?:([0-7]{1,3})|x([\dA-Fa-f]{1,2})|([\s\S]))/.exec(text.slice(i, i + 4)) ?? [];
    if (whole === undefined) {
      const character = String.fromCodePoint(text.codePointAt(i) ?? 0);
      octets.push(...new TextEncoder().encode(character));
      i += character.length;
      continue;
    }
    if (octal !== undefined) octets.push(Number.parseInt(octal, 8) & 0xff);
    else if (hex !== undefined) octets.push(Number.parseInt(hex, 16));
    else octets.push(...new TextEncoder().encode(escapes[letter ?? ""] ?? letter));
    i += whole.length;
  }
  if (i >= text.length) throw unclosed("'", text, at);
  return { text: new TextDecoder().decode(new Uint8Array(octets)), next: i + 1 };
}

/** `"…"` that begins at `at`; it may hold one `$(…)`. */
export function doubleQuoted(text: string, at: number): Piece {
  let read = "";
  let command: string | undefined;
  let i = at + 1;
  while (i < text.length && text[i] !== '"') {
    const [here, after] = [text[i], text[i + 1] ?? ""];
    if (here === "\\" && /[$`"\\\n]/.test(after)) {
      read += after === "\n" ? "" : after;
      i += 2;
    } else if (here === "$" || here === "`") {
      const piece = expansion(text, i);
      if (piece.command !== undefined) command = piece.command;
      read += piece.text;
      i = piece.next;
    } else {
      read += here;
      i++;
    }
  }
  if (i >= text.length) throw unclosed('"', text, at);
  return { text: read, next: i + 1, ...(command === undefined ? {} : { command }) };
}

/** What begins with `$` or a backquote at `at`, outside of single quotes. */
export function expansion(text: string, at: number): Piece {
  const span = { start: at, end: at + 1 };
  if (text[at] === "`") {
    throw new Refused("syntax", says("Batchboard runs no commands within a line."), span);
  }
  if (text[at + 1] === "(") {
    const end = closing(text, at + 1);
    return { text: text.slice(at, end), next: end, command: text.slice(at + 2, end - 1) };
  }
  const [name] = /^\$(?:\w+|\{[^}]*\}?|[@*#?$!-])/.exec(text.slice(at)) ?? [];
  if (name === undefined) return { text: "$", next: at + 1 };
  throw new Refused(
    "syntax",
    says("Batchboard knows no shell variables: write what {name} stands for.", { name }),
    { start: at, end: at + name.length },
  );
}

/** Behind the `)` that closes the `(` at `at`; parentheses in quotes do not count. */
function closing(text: string, at: number): number {
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === "'") i = singleQuoted(text, i).next - 1;
    else if (text[i] === '"') i = doubleQuoted(text, i).next - 1;
    else if (text[i] === "(") depth++;
    else if (text[i] === ")" && --depth === 0) return i + 1;
  }
  throw unclosed("$(", text, at - 1);
}

function unclosed(mark: string, text: string, at: number): Refused {
  return new Refused("syntax", says("Nothing closes the {mark} here.", { mark }), {
    start: at,
    end: text.length,
  });
}
