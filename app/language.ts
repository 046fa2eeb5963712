import { cookies, headers } from "next/headers";
import { type Language, wordingOf } from "#lib/texts/language";
import { preferredLanguage } from "#lib/texts/preferred-language";
import type { Text } from "#lib/texts/text";
import { worded } from "#lib/texts/wording";

/** The language this request is to be answered in. */
export async function askedLanguage(): Promise<Language> {
  const chosen = (await cookies()).get("language")?.value;
  return preferredLanguage(chosen, (await headers()).get("accept-language"));
}

/** What a text says to who makes this request: the name of a page. */
export async function told(text: Text): Promise<string> {
  return worded(text, await wordingOf(await askedLanguage()));
}
