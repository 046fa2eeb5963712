import { type Text, text } from "#lib/texts/text";

/** Texts one after the other, as clauses of a sentence: `2 failing, 1 stuck`; empty for none. */
export function clauses([first, ...rest]: readonly Text[]): Text {
  if (first === undefined) return "";
  return rest.reduce<Text>((what, also) => text("{what}, {also}", { what, also }), first);
}
