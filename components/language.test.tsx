// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, it } from "vitest";
import { LanguageProvider, useLanguage, useLanguageChoice } from "#components/language";
import type { Language } from "#lib/texts/language";
import { type Message, text } from "#lib/texts/text";

beforeEach(() => {
  document.documentElement.lang = "en";
});
afterEach(() => {
  cleanup();
  // biome-ignore lint/suspicious/noDocumentCookie: jsdom has no other
  document.cookie = "language=; Max-Age=0; Path=/";
});

const ofTomorrow = { text: "A new {what}", slots: { what: "thing" } } as unknown as Message;

function Page() {
  const { say, rich, tell, sentence } = useLanguage();
  const [language, choose] = useLanguageChoice();
  return (
    <>
      <h1>{say("Language")}</h1>
      <p data-testid="rich">{rich("Logs of {name}", { name: <b>build</b> })}</p>
      <p data-testid="list">{say("Not known: {why}", { why: ["a", text("dark"), "c"] })}</p>
      <p data-testid="new">{tell(ofTomorrow)}</p>
      <p data-testid="theirs">{sentence("connection refused")}</p>
      <button type="button" onClick={() => void choose(language === "en" ? "zh-CN" : "en")}>
        other
      </button>
    </>
  );
}

async function show(first: Language) {
  await act(async () => {
    render(
      <LanguageProvider first={first}>
        <Page />
      </LanguageProvider>,
    );
  });
  await screen.findByRole("heading");
}
const said = () => [
  screen.getByRole("heading").textContent,
  ...["rich", "list", "new", "theirs"].map((id) => screen.getByTestId(id).textContent),
];
const inEnglish = [
  "Language",
  "Logs of build",
  "Not known: a, dark and c",
  "A new thing",
  "Connection refused.",
];
const inChinese = [
  "语言",
  "build 的日志",
  "未知：a、深色和 c",
  "A new thing",
  "Connection refused。",
];

it("the other language turns the words, what the next page is asked for in, and the page's own", async () => {
  await show("en");
  expect(said()).toEqual(inEnglish);
  const name = screen.getByText("build");
  fireEvent.click(screen.getByRole("button"));
  await waitFor(() => expect(said()).toEqual(inChinese));
  expect([document.documentElement.lang, document.cookie]).toEqual(["zh-CN", "language=zh-CN"]);
  expect(screen.getByText("build").tagName).toBe(name.tagName);
  fireEvent.click(screen.getByRole("button"));
  await waitFor(() => expect(said()).toEqual(inEnglish));
  expect([document.documentElement.lang, document.cookie]).toEqual(["en", "language=en"]);
});

it("a page begins in the language the server took for it", async () => {
  await show("zh-CN");
  expect(said()).toEqual(inChinese);
});

it("what stands outside speaks English", () => {
  render(<Page />);
  expect(said()).toEqual(inEnglish);
});
