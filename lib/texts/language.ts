import { english, type Wording } from "#lib/texts/wording";

/** What Batchboard speaks, by the tags of BCP 47. */
export const languages = ["en", "zh-CN"] as const;
export type Language = (typeof languages)[number];

export const isLanguage = (tag: unknown): tag is Language =>
  languages.some((known) => known === tag);

/** Loaded when somebody reads it: English comes with the code. */
export async function wordingOf(language: Language): Promise<Wording> {
  if (language === "en") return english;
  const { default: texts } = await import("./zh.json", { with: { type: "json" } });
  const format = new Intl.ListFormat(language);
  const list = (told: readonly string[]) =>
    format
      .formatToParts(told)
      .map(({ type, value }, i, parts) =>
        type === "element" || value !== "和"
          ? value
          : `${roomBy(parts[i - 1]?.value.at(-1))}${value}${roomBy(parts[i + 1]?.value[0])}`,
      )
      .join("");
  return { language, texts, list, stop: "。" };
}

/** Between Chinese and what is Latin there is a space. */
function roomBy(neighbour: string | undefined): string {
  return neighbour !== undefined && /[\x21-\x7e]/.test(neighbour) ? " " : "";
}
