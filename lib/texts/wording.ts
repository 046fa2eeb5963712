import type { Language } from "#lib/texts/language";
import type { Text, Value } from "#lib/texts/text";

/** A language as it is written. */
export interface Wording {
  readonly language: Language;
  /** Its texts, by their English ones. */
  readonly texts: Readonly<Record<string, string>>;
  /** How it tells a list of what was told. */
  list(told: readonly string[]): string;
  /** What a sentence ends with. */
  readonly stop: string;
}

// British, so that a list has no comma before its "and".
const englishList = new Intl.ListFormat("en-GB");

/** The keys say it already. */
export const english: Wording = {
  language: "en",
  texts: {},
  list: (told) => englishList.format(told),
  stop: ".",
};

/** The parts of a text: what stands between slots at even places, the names of slots at odd ones. */
export function partsOf(key: string, { texts }: Wording): readonly string[] {
  // A page may be older than the server that speaks to it.
  return (Object.hasOwn(texts, key) ? (texts[key] ?? key) : key).split(/\{(\w+)\}/);
}

/** What a text says in a language. */
export function worded(text: Text, wording: Wording): string {
  if (typeof text === "string") return text;
  const { slots = {} } = text;
  return partsOf(text.text, wording)
    .map((part, i) => (i % 2 === 0 ? part : wordedValue(slots[part] ?? "", wording)))
    .join("");
}

/** Words as a sentence of its own: with a capital, and a stop. */
export function sentenceOf(text: Text, wording: Wording): string {
  const said = worded(text, wording).trim();
  const begun = said.charAt(0).toUpperCase() + said.slice(1);
  return said === "" || /[.!?…。！？]$/.test(said) ? begun : `${begun}${wording.stop}`;
}

/** What a text says in English: in the log, in a terminal, in a file. */
export const inEnglish = (text: Text): string => worded(text, english);

function wordedValue(value: Value, wording: Wording): string {
  if (typeof value === "number") return String(value);
  if (!isList(value)) return worded(value, wording);
  return wording.list(value.map((text) => worded(text, wording)));
}

const isList = (value: Value): value is readonly Text[] => Array.isArray(value);
