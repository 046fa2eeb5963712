import { expect, test } from "vitest";
import { preferredLanguage } from "#lib/texts/preferred-language";

test.each<[browser: string, header: string | null, language: string]>([
  ["Chrome in Simplified Chinese", "zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"],
  ["Firefox in Simplified Chinese", "zh-CN,zh;q=0.8,zh-TW;q=0.7,zh-HK;q=0.5,en-US;q=0.3", "zh-CN"],
  ["Safari in Traditional Chinese", "zh-TW", "zh-CN"],
  ["Safari in Simplified Chinese", "zh-Hans-CN", "zh-CN"],
  ["Chrome in British English", "en-GB", "en"],
  ["English before Chinese", "en-US,en;q=0.9,zh-CN;q=0.8,zh;q=0.7", "en"],
  ["English after Chinese, in the wrong order", "en-US;q=0.5, zh-CN;q=0.9", "zh-CN"],
  ["French, then Chinese", "fr,zh;q=0.5", "zh-CN"],
  ["French, then English, then Chinese", "fr-FR,fr;q=0.9,en;q=0.5,zh;q=0.4", "en"],
  ["German alone", "de-DE,de", "en"],
  ["anything but English", "en;q=0,zh", "zh-CN"],
  ["anything", "*", "en"],
  ["curl, which says nothing", null, "en"],
  ["an empty header", "", "en"],
  ["what is no list of languages", ";;q=,,=;\u2603 zh\t-;q=x", "en"],
  ["what is nearly one", ",,zh-CN ; q = 0.8 ,", "zh-CN"],
  ["a header as long as a server takes", `${"xx-yy;q=0.1,".repeat(1_200)}zh`, "zh-CN"],
])("of %s the language is found", (_, header, language) => {
  expect(preferredLanguage(undefined, header)).toBe(language);
});

test.each<[chosen: string, header: string | null, language: string]>([
  ["en", "zh-CN,zh;q=0.9", "en"],
  ["zh-CN", "en-GB", "zh-CN"],
  ["zh-CN", null, "zh-CN"],
  ["de", "zh-CN", "zh-CN"],
  ["", "en", "en"],
  ["__proto__", null, "en"],
])(
  "what was chosen (%s) counts before what the browser asks for (%s)",
  (chosen, header, language) => {
    expect(preferredLanguage(chosen, header)).toBe(language);
  },
);
