/** A piece of a word; `quoted` pieces are neither split nor matched as patterns. */
export type Part =
  | { readonly kind: "text"; readonly text: string; readonly quoted: boolean }
  | {
      readonly kind: "parameter";
      readonly name: string;
      /** `:-`, `-`, `:=`, `=`, `:+`, `+`, `:?`, `?`, `%`, `%%`, `#`, `##`; `length` for `${#NAME}`. */
      readonly operator: string | null;
      readonly word: Word;
      readonly quoted: boolean;
    }
  | { readonly kind: "command"; readonly body: Sequence; readonly quoted: boolean }
  | { readonly kind: "arithmetic"; readonly expression: Word; readonly quoted: boolean };

export type Word = readonly Part[];

export interface Assignment {
  readonly name: string;
  readonly value: Word;
}

/** Where a file descriptor goes: to another one, or to a file; standard input is from a file alone. */
export interface Redirect {
  readonly from: 0 | 1 | 2;
  readonly to: 1 | 2 | Word;
  readonly append?: boolean;
}

export type Sequence = readonly Command[];

export type Command = { readonly redirects: readonly Redirect[] } & (
  | { readonly kind: "simple"; readonly assignments: readonly Assignment[]; readonly words: Word[] }
  | { readonly kind: "and" | "or"; readonly left: Command; readonly right: Command }
  | { readonly kind: "not"; readonly command: Command }
  | { readonly kind: "pipe"; readonly commands: readonly Command[] }
  | { readonly kind: "group" | "subshell"; readonly body: Sequence }
  | {
      readonly kind: "if";
      readonly branches: readonly { readonly test: Sequence; readonly body: Sequence }[];
      readonly otherwise: Sequence;
    }
  | {
      readonly kind: "while" | "until";
      readonly test: Sequence;
      readonly body: Sequence;
    }
  | {
      readonly kind: "for";
      readonly name: string;
      /** Null without `in`: the positional parameters. */
      readonly words: readonly Word[] | null;
      readonly body: Sequence;
    }
  | {
      readonly kind: "case";
      readonly subject: Word;
      readonly branches: readonly { readonly patterns: readonly Word[]; readonly body: Sequence }[];
    }
);

/** What a real shell would refuse too: it prints this and ends with 2. */
export class ShellSyntaxError extends Error {}

/** What a real shell runs and this one does not; a container with it is not started. */
export class Refusal extends Error {}

/** The assignment that a word is, or null. */
export function assignment(word: Word): Assignment | null {
  const [first, ...rest] = word;
  if (first?.kind !== "text" || first.quoted) return null;
  const match = /^([A-Za-z_]\w*)=/.exec(first.text);
  if (!match) return null;
  const text = first.text.slice(match[0].length);
  return { name: match[1] ?? "", value: text === "" ? rest : [{ ...first, text }, ...rest] };
}

/** The text of a word without expansions, or null. */
export function literal(word: Word): string | null {
  let text = "";
  for (const part of word) {
    if (part.kind !== "text") return null;
    text += part.text;
  }
  return text;
}
