"use client";

import { Languages } from "lucide-react";
import type { ReactNode } from "react";
import { useLanguage, useLanguageChoice } from "#components/language";
import { Button } from "#components/ui/button";
import { useRouter } from "#components/ui/link";
import { Menu, MenuChoice } from "#components/ui/menu";
import type { Language } from "#lib/texts/language";

/** Each in its own words, for who cannot read the other. */
const choices: readonly { value: Language; text: ReactNode }[] = [
  { value: "en", text: <span lang="en">English</span> },
  { value: "zh-CN", text: <span lang="zh-CN">简体中文</span> },
];

/** The choice of the language, to stand in a menu. */
export function LanguageChoice(): ReactNode {
  const { say } = useLanguage();
  const [language, choose] = useLanguageChoice();
  const router = useRouter();
  return (
    <MenuChoice
      label={say("Language")}
      value={language}
      choices={choices}
      // The server gives pages their titles, this one and those that were fetched ahead.
      onChange={async (chosen) => {
        if (await choose(chosen)) router.refresh();
      }}
    />
  );
}

export function LanguageSwitch(): ReactNode {
  const { say } = useLanguage();
  return (
    <Menu
      trigger={
        <Button variant="ghost" square aria-label={say("Language")} title={say("Language")}>
          <Languages aria-hidden />
        </Button>
      }
    >
      <LanguageChoice />
    </Menu>
  );
}
