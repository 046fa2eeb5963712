import Negotiator from "negotiator";
import { isLanguage, type Language, languages } from "#lib/texts/language";

/**
 * The language of a reader: the one that was chosen, else what the browser asks for
 * (`Accept-Language`, RFC 9110 12.5.4), else English.
 */
export function preferredLanguage(chosen: string | undefined, accepted: string | null): Language {
  if (isLanguage(chosen)) return chosen;
  const negotiator = new Negotiator({ headers: { "accept-language": accepted ?? undefined } });
  // A browser that asks for zh or zh-TW can read zh-CN, and asks for no other Chinese of ours.
  const known = negotiator.language(["en", "zh"]);
  return known === "zh" ? "zh-CN" : (languages.find((language) => language === known) ?? "en");
}
