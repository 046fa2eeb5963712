// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { LanguageProvider } from "#components/language";
import { LanguageSwitch } from "#components/language-switch";
import { TopBar } from "#components/top-bar";
import { unopened } from "#lib/client/use-watch";
import type { Language } from "#lib/texts/language";

const page = vi.hoisted(() => ({ refresh: vi.fn() }));
vi.mock("next/navigation", () => ({
  useParams: () => ({}),
  useRouter: () => ({ push: () => {}, back: () => {}, refresh: page.refresh }),
  useSearchParams: () => new URLSearchParams(),
}));
const catalogue = vi.hoisted(() => ({ fails: false, asked: 0 }));
vi.mock("#lib/texts/language", async (original) => {
  const language = await original<typeof import("#lib/texts/language")>();
  const wordingOf = async (tag: Language) => {
    catalogue.asked += 1;
    if (catalogue.fails) throw new Error("no server");
    return language.wordingOf(tag);
  };
  return { ...language, wordingOf };
});

beforeEach(() => {
  document.documentElement.lang = "en";
  page.refresh.mockReset();
});
afterEach(() => {
  cleanup();
  catalogue.fails = false;
  // biome-ignore lint/suspicious/noDocumentCookie: jsdom has no other
  document.cookie = "language=; Max-Age=0; Path=/";
});

const show = (bar: ReactNode) => render(<LanguageProvider first="en">{bar}</LanguageProvider>);
const choose = async (button: string, language: string) => {
  fireEvent.click(screen.getByRole("button", { name: button }));
  fireEvent.click(await screen.findByRole("menuitemradio", { name: language }));
};

// Before the others: what has been loaded stays.
it("keeps the language where the words of another cannot be had, and tries anew", async () => {
  show(<LanguageSwitch />);
  catalogue.fails = true;
  await choose("Language", "简体中文");
  await waitFor(() => expect(catalogue.asked).toBe(1));
  expect(page.refresh).not.toHaveBeenCalled();
  expect(screen.getByRole("button", { name: "Language" })).toBeTruthy();
  expect([document.documentElement.lang, document.cookie]).toEqual(["en", ""]);
  catalogue.fails = false;
  await choose("Language", "简体中文");
  expect(await screen.findByRole("button", { name: "语言" })).toBeTruthy();
});

it("names each language in its own words, and has the page named anew once one is chosen", async () => {
  show(<LanguageSwitch />);
  let cookie = "";
  page.refresh.mockImplementation(() => {
    cookie = document.cookie;
  });
  await choose("Language", "简体中文");
  expect(await screen.findByRole("button", { name: "语言" })).toBeTruthy();
  expect([document.documentElement.lang, cookie]).toEqual(["zh-CN", "language=zh-CN"]);
  await choose("语言", "English");
  expect(await screen.findByRole("button", { name: "Language" })).toBeTruthy();
  expect([document.documentElement.lang, cookie]).toEqual(["en", "language=en"]);
});

it("stands in the phone's menu too, whose button names it", async () => {
  show(<TopBar section="jobs" watch={unopened} seen={null} />);
  await choose("Menu: theme, language, kubectl line, keyboard", "简体中文");
  const menu = "菜单：主题、语言、kubectl 命令行、键盘";
  expect(await screen.findByRole("button", { name: menu })).toBeTruthy();
  expect(screen.getByRole("link", { name: "概览" })).toBeTruthy();
});
