"use client";

import {
  createContext,
  Fragment,
  type ReactNode,
  use,
  useMemo,
  useState,
  useTransition,
} from "react";
import { type Language, wordingOf } from "#lib/texts/language";
import type { Slots, Text, TextKey, Value } from "#lib/texts/text";
import { english, partsOf, sentenceOf, type Wording, worded } from "#lib/texts/wording";

/** The texts of the catalogue, in the language of who looks. */
export interface Speech {
  readonly language: Language;
  /** A text of the catalogue: `say("{count} more", { count })`. */
  say<const Key extends TextKey>(key: Key, ...slots: Slots<Key, Value>): string;
  /** The same, with elements in its slots. */
  rich<const Key extends TextKey>(key: Key, ...slots: Slots<Key, ReactNode>): ReactNode;
  /** What came as a text: from the server, from a decision. Others' words stay as they are. */
  tell(text: Text): string;
  /** That as a sentence of its own: with a capital, and a stop. */
  sentence(text: Text): string;
}

const SpeechContext = createContext<Speech>(speechIn(english));

/** Whether its words are here: where they cannot be had, the language stays as it is. */
type Choose = (language: Language) => Promise<boolean>;

const ChoiceContext = createContext<readonly [Language, Choose]>(["en", async () => false]);

const yearSeconds = 31_536_000;
const wordings = new Map<Language, Promise<Wording>>();

function loaded(language: Language): Promise<Wording> {
  const known = wordings.get(language);
  if (known) return known;
  const asked = wordingOf(language);
  wordings.set(language, asked);
  // The next who wants it tries anew.
  asked.catch(() => wordings.delete(language));
  return asked;
}

/** Keeps the language from page to page. `first` is what the server took for this page's. */
export function LanguageProvider(props: {
  readonly first: Language;
  readonly children: ReactNode;
}): ReactNode {
  const [language, setLanguage] = useState(props.first);
  const [, begin] = useTransition();
  const wording = language === "en" ? english : use(loaded(language));
  const speech = useMemo(() => speechIn(wording), [wording]);
  const choice = useMemo(() => {
    const choose: Choose = async (chosen) => {
      try {
        await loaded(chosen);
      } catch {
        return false;
      }
      document.documentElement.lang = chosen;
      // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API needs https and is not in every browser
      document.cookie = `language=${chosen}; Path=/; Max-Age=${yearSeconds}; SameSite=Lax`;
      begin(() => setLanguage(chosen));
      return true;
    };
    return [language, choose] as const;
  }, [language]);
  return (
    <ChoiceContext value={choice}>
      <SpeechContext value={speech}>{props.children}</SpeechContext>
    </ChoiceContext>
  );
}

export function useLanguage(): Speech {
  return use(SpeechContext);
}

/** A text that came from elsewhere, for what is drawn by the thousand and asks for no language itself. */
export function Told({ text }: { readonly text: Text }): ReactNode {
  return typeof text === "string" ? text : use(SpeechContext).tell(text);
}

/** The language that is chosen, and how to choose another. */
export function useLanguageChoice(): readonly [Language, Choose] {
  return use(ChoiceContext);
}

function speechIn(wording: Wording): Speech {
  return {
    language: wording.language,
    say: (key, ...[slots]) =>
      worded(slots === undefined ? { text: key } : { text: key, slots }, wording),
    rich: (key, ...[slots]) => richly(partsOf(key, wording), slots ?? {}),
    tell: (text) => worded(text, wording),
    sentence: (text) => sentenceOf(text, wording),
  };
}

function richly(parts: readonly string[], slots: Readonly<Record<string, ReactNode>>): ReactNode {
  return parts.map((part, i) =>
    // A text's parts never change their places.
    i % 2 === 0 ? part : <Fragment key={part}>{slots[part]}</Fragment>,
  );
}
