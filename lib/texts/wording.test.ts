import { describe, expect, it, test } from "vitest";
import { wordingOf } from "#lib/texts/language";
import { type Message, type Text, text } from "#lib/texts/text";
import { inEnglish, sentenceOf, worded } from "#lib/texts/wording";

const english = await wordingOf("en");
const chinese = await wordingOf("zh-CN");

/** A text as another version of the server may send it. */
const foreign = (key: string, slots?: Message["slots"]) =>
  ({ text: key, ...(slots && { slots }) }) as Message;

test.each<[of: string, told: Text, english: string, chinese: string]>([
  ["ours", text("Language"), "Language", "语言"],
  ["somebody else's words", "Language", "Language", "Language"],
  ["a name in a slot", text("Context {name}", { name: "a {b}" }), "Context a {b}", "上下文 a {b}"],
  [
    "a number in a slot",
    text("{code} signal {signal}", { code: 137, signal: 9 }),
    "137 signal 9",
    "137 信号 9",
  ],
  ["ours in a slot", text("Theme: {theme}", { theme: text("dark") }), "Theme: dark", "主题：深色"],
  ["a list of one", text("Not known: {why}", { why: ["a"] }), "Not known: a", "未知：a"],
  [
    "a list of two",
    text("Not known: {why}", { why: ["a", "b"] }),
    "Not known: a and b",
    "未知：a 和 b",
  ],
  [
    "a list with ours",
    text("Not known: {why}", { why: ["a", text("dark"), "c"] }),
    "Not known: a, dark and c",
    "未知：a、深色和 c",
  ],
  ["an empty list", text("Not known: {why}", { why: [] }), "Not known: ", "未知："],
  [
    "a text that is not known here",
    foreign("A new {what}", { what: "one" }),
    "A new one",
    "A new one",
  ],
  ["a text that lacks a slot", foreign("Theme: {theme}"), "Theme: ", "主题："],
  [
    "a text named like a part of every object",
    foreign("constructor"),
    "constructor",
    "constructor",
  ],
])("tells %s in both languages", (_, told, inEn, inZh) => {
  expect([worded(told, english), worded(told, chinese)]).toEqual([inEn, inZh]);
  expect(inEnglish(told)).toBe(inEn);
});

describe("a sentence of its own", () => {
  it.each<[told: Text, english: string, chinese: string]>([
    [text("dark"), "Dark.", "深色。"],
    ["connection refused", "Connection refused.", "Connection refused。"],
    ["Really? ", "Really?", "Really?"],
    ["It ended…", "It ended…", "It ended…"],
    ["它结束了！", "它结束了！", "它结束了！"],
    [text("Batchboard is stopping."), "Batchboard is stopping.", "Batchboard 正在停止。"],
    ["  ", "", ""],
  ])("of %j", (told, inEn, inZh) => {
    expect([sentenceOf(told, english), sentenceOf(told, chinese)]).toEqual([inEn, inZh]);
  });
});
