/** Where something stands in the text of a line: UTF-16 offsets, `end` behind its last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Why a line is not done. `syntax`: no shell would read it as one command; `flag` and `argument`:
 * kubectl refuses it, in kubectl's words where it has some; `beyond`: kubectl does it and Batchboard
 * does not, in a sentence that names what comes nearest.
 */
export interface Refusal {
  readonly kind: "syntax" | "flag" | "argument" | "beyond";
  readonly message: string;
  readonly at: Span;
}

export function isRefusal<T extends object>(read: T | Refusal): read is Refusal {
  return "message" in read && "at" in read;
}

/** Carries a refusal out of the grammar; nobody outside of it sees one. */
export class Refused extends Error {
  readonly refusal: Refusal;

  constructor(kind: Refusal["kind"], message: string, { start, end }: Span) {
    super(message);
    this.refusal = { kind, message, at: { start, end } };
  }
}
