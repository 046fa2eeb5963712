"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { createContext, type ReactNode, use, useMemo, useState } from "react";
import { useLanguage } from "#components/language";
import { Button } from "#components/ui/button";
import { Menu, MenuChoice } from "#components/ui/menu";
import { type Message, text } from "#lib/texts/text";

export type Theme = "system" | "light" | "dark";

type ThemeState = readonly [theme: Theme, set: (theme: Theme) => void];

const ThemeContext = createContext<ThemeState>(["system", () => {}]);

const icons = { system: Monitor, light: Sun, dark: Moon };
const choices: readonly { value: Theme; choice: Message }[] = [
  { value: "system", choice: text("As the system") },
  { value: "light", choice: text("Light") },
  { value: "dark", choice: text("Dark") },
];
/** Each as it stands in a sentence. */
const names: Readonly<Record<Theme, Message>> = {
  system: text("system"),
  light: text("light"),
  dark: text("dark"),
};
const yearSeconds = 31_536_000;

/**
 * Keeps the theme from page to page. `first` is what the page was drawn with: the cookie, read on the
 * server, so that no first paint is wrong.
 */
export function ThemeProvider(props: {
  readonly first: Theme;
  readonly children: ReactNode;
}): ReactNode {
  const [theme, setTheme] = useState(props.first);
  const state = useMemo<ThemeState>(
    () => [
      theme,
      (chosen) => {
        setTheme(chosen);
        if (chosen === "system") delete document.documentElement.dataset.theme;
        else document.documentElement.dataset.theme = chosen;
        // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API needs https and is not in every browser
        document.cookie = `theme=${chosen}; Path=/; Max-Age=${yearSeconds}; SameSite=Lax`;
      },
    ],
    [theme],
  );
  return <ThemeContext value={state}>{props.children}</ThemeContext>;
}

/** The choice of the theme, to stand in a menu. */
export function ThemeChoice(): ReactNode {
  const { say, tell } = useLanguage();
  const [theme, setTheme] = use(ThemeContext);
  return (
    <MenuChoice
      label={say("Theme")}
      value={theme}
      choices={choices.map(({ value, choice }) => ({ value, text: tell(choice) }))}
      onChange={setTheme}
    />
  );
}

export function ThemeSwitch(): ReactNode {
  const { say } = useLanguage();
  const [theme] = use(ThemeContext);
  const Icon = icons[theme];
  const label = say("Theme: {theme}", { theme: names[theme] });
  return (
    <Menu
      trigger={
        <Button variant="ghost" square aria-label={label} title={label}>
          <Icon aria-hidden />
        </Button>
      }
    >
      <ThemeChoice />
    </Menu>
  );
}
