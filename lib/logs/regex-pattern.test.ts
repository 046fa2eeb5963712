import { describe, expect, it } from "vitest";
import { textPattern } from "#lib/logs/pattern";
import { regexPattern } from "#lib/logs/regex-pattern";
import { wordingOf } from "#lib/texts/language";
import { inEnglish, worded } from "#lib/texts/wording";

const found = (source: string, line: string, matchCase = false) => {
  const pattern = regexPattern(source, matchCase);
  return "wrong" in pattern
    ? pattern
    : pattern.matches(line).map(({ start, end }) => line.slice(start, end));
};

const wrongWith = (source: string) => {
  const pattern = regexPattern(source, false);
  return "wrong" in pattern ? inEnglish(pattern.wrong) : "";
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
      expect(wrongWith(source)).toMatch(/^error parsing regexp: .+\.$/);
    },
  );

  it.each([
    ["(", "缺少右括号 )"],
    [")", "多余的 )"],
    ["[a", "缺少右方括号 ]"],
    ["[z-a]", "字符类的范围无效"],
    ["a\\", "表达式末尾有多余的反斜杠"],
    ["(a)\\1", "转义序列无效"],
    ["a{2,1}", "重复次数无效"],
    ["a**", "重复运算符的嵌套无效"],
    ["*", "重复运算符缺少参数"],
    ["(?=a)", "Perl 语法无效或不受支持"],
    ["(?P<n", "命名捕获无效"],
    ["(?P<n>a)(?P<n>b)", "捕获组名称重复"],
  ])("what is wrong with %s is told in the reader's language", async (source, words) => {
    const pattern = regexPattern(source, false);
    const told = "wrong" in pattern ? worded(pattern.wrong, await wordingOf("zh-CN")) : "";
    expect(told).toContain(`：${words}`);
  });

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
