import { cookies, headers } from "next/headers";
import type { Language } from "#lib/texts/language";
import { preferredLanguage } from "#lib/texts/preferred-language";

/** The language this request is to be answered in. */
export async function askedLanguage(): Promise<Language> {
  const chosen = (await cookies()).get("language")?.value;
  return preferredLanguage(chosen, (await headers()).get("accept-language"));
}
