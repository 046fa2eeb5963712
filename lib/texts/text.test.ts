import { describe, expect, it } from "vitest";
import { isMessage, text } from "#lib/texts/text";
import { inEnglish } from "#lib/texts/wording";

describe("a text of ours", () => {
  it("travels as JSON and is known again", () => {
    const told = text("Theme: {theme}", { theme: text("dark") });
    const read: unknown = JSON.parse(JSON.stringify(told));
    expect(isMessage(read) && inEnglish(read)).toBe("Theme: dark");
    expect(JSON.stringify(text("Language"))).toBe('{"text":"Language"}');
  });

  it.each([["Language"], [null], [undefined], [7], [{}], [{ text: 7 }], [["text"]]])(
    "is not what %j is",
    (read) => {
      expect(isMessage(read)).toBe(false);
    },
  );

  it("is of the catalogue and has all its slots, or does not compile", () => {
    // @ts-expect-error: no such text
    text("Nobody translated this");
    // @ts-expect-error: its slot is missing
    text("Theme: {theme}");
    // @ts-expect-error: its slot has another name
    text("Theme: {theme}", { colour: "dark" });
    // @ts-expect-error: it has no slot
    text("Language", { theme: "dark" });
    expect(text("Theme: {theme}", { theme: "dark" })).toEqual("Theme: dark");
  });
});
