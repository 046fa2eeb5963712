import { english, type Wording } from "#lib/texts/wording";

/** What Batchboard speaks, by the tags of BCP 47. */
export const languages = ["en", "zh-CN"] as const;
export type Language = (typeof languages)[number];

export const isLanguage = (tag: unknown): tag is Language =>
  languages.some((known) => known === tag);

/** Loaded when somebody reads it: English comes with the code. */
export async function wordingOf(language: Language): Promise<Wording> {
  if (language === "en") return english;
  const { chinese } = await import("#lib/texts/chinese");
  return { language, texts: chinese, list: new Intl.ListFormat(language), stop: "。" };
}
