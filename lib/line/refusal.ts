import { type Message, type Text, text } from "#lib/texts/text";
import { TextError } from "#lib/texts/text-error";

/** Where something stands in the text of a line: UTF-16 offsets, `end` behind its last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Why a line is not done. `syntax`: no shell would read it as one command; `flag` and `argument`:
 * kubectl refuses it, in kubectl's words where it has some; `beyond`: kubectl does it and Batchboard
 * does not, in words that name what comes nearest.
 */
export interface Refusal {
  readonly kind: "syntax" | "flag" | "argument" | "beyond";
  readonly message: Text;
  readonly at: Span;
}

export function isRefusal<T extends object>(read: T | Refusal): read is Refusal {
  return "message" in read && "at" in read;
}

/** Carries a refusal out of the grammar; nobody outside of it sees one. */
export class Refused extends TextError {
  readonly refusal: Refusal;

  constructor(kind: Refusal["kind"], message: Text, { start, end }: Span) {
    super(message);
    this.refusal = { kind, message, at: { start, end } };
  }
}

/** What Batchboard does not do, and what comes nearest to it: a line, or words about one. */
export function nearestTo(what: Message, nearest: Text): Message {
  return text("{what}. Nearest: {nearest}", { what, nearest });
}
