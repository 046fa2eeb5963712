import { describe, expect, it } from "vitest";
import { textPattern } from "#lib/logs/pattern";
import { regexPattern } from "#lib/logs/regex-pattern";
import { inEnglish } from "#lib/texts/wording";

describe.each([
  ["a text", textPattern("hit", false)],
  ["an expression", regexPattern("h.t", false)],
])("the pattern of %s", (_, pattern) => {
  it("finds every hit, whatever line it was tried on before", () => {
    if ("wrong" in pattern) throw new Error(inEnglish(pattern.wrong));
    expect(pattern.test("a long line before a hit")).toBe(true);
    const hits = [
      { start: 0, end: 3 },
      { start: 4, end: 7 },
    ];
    expect(pattern.matches("hit HIT")).toEqual(hits);
    expect(pattern.matches("hit HIT")).toEqual(hits);
    expect(pattern.test("hit")).toBe(true);
  });
});
