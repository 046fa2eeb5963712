import { type Text, text } from "#lib/texts/text";

/** Clauses of one sentence: `a; b; c`. There is one at least. */
export function inClauses(clauses: readonly Text[]): Text {
  return clauses.reduce((what, also) => text("{what}; {also}", { what, also }));
}

/** Things that are told one by one: `a, b, c`. There is one at least. */
export function enumerated(things: readonly Text[]): Text {
  return things.reduce((one, another) => text("{one}, {another}", { one, another }));
}
