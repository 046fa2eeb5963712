import { type Text, text } from "#lib/texts/text";

/** Texts one after the other, as clauses of a sentence: `2 failing, 1 stuck`; empty for none. */
export function clauses([first, ...rest]: readonly Text[]): Text {
  if (first === undefined) return "";
  return rest.reduce<Text>((what, also) => text("{what}, {also}", { what, also }), first);
}

/** Clauses of one sentence: `a; b; c`. There is one at least. */
export function inClauses(clauses: readonly Text[]): Text {
  return clauses.reduce((what, also) => text("{what}; {also}", { what, also }));
}

/** Things that are told one by one: `a, b, c`. There is one at least. */
export function enumerated(things: readonly Text[]): Text {
  return things.reduce((one, another) => text("{one}, {another}", { one, another }));
}
