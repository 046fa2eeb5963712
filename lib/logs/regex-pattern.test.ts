import { describe, expect, it } from "vitest";
import { textPattern } from "#lib/logs/pattern";
import { regexPattern } from "#lib/logs/regex-pattern";

const found = (source: string, line: string, matchCase = false) => {
  const pattern = regexPattern(source, matchCase);
  return typeof pattern === "string"
    ? pattern
    : pattern.matches(line).map(({ start, end }) => line.slice(start, end));
};

describe("a regular expression", () => {
  it.each([
    ["status=5\\d\\d", "status=200 status=503", ["status=503"]],
    ["ERROR|warn", "an error, a WARN", ["error", "WARN"]],
    ["x*", "axxb", ["xx"]],
    ["é.", "🙂é🙂 é!", ["é🙂", "é!"]],
    ["[[:digit:]]+$", "a 12 b 34", ["34"]],
    ["(?i)é", "É", ["É"]],
  ])("%s finds what it means in %j", (source, line, hits) => {
    expect(found(source, line)).toEqual(hits);
  });

  it("heeds case where that is wanted", () => {
    expect(found("warn", "WARN warn", true)).toEqual(["warn"]);
  });

  it.each([["("], ["a{2,1}"], ["(?=a)"], ["(a)\\1"], ["*"]])(
    "%s is refused in a sentence",
    (source) => {
      expect(regexPattern(source, false)).toMatch(/^error parsing regexp: .+\.$/);
    },
  );

  it("takes no longer for a pattern that would hang others", () => {
    expect(found("(a+)+$", `${"a".repeat(5_000)}!`)).toEqual([]);
    expect(found("(x+x+)+y", "x".repeat(5_000))).toEqual([]);
  });
});

describe("a text", () => {
  it("is found as it was typed", () => {
    expect(textPattern("a.b", false).matches("axb A.B")).toEqual([{ start: 4, end: 7 }]);
    expect(textPattern("a.b", true).test("A.B")).toBe(false);
  });
});
