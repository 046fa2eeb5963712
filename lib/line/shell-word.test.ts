import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { shellWord } from "#lib/line/shell-word";

/** What a shell makes of the words of a line. */
function wordsOf(line: string): string[] {
  const printed = execFileSync("bash", ["-c", `printf '%s\\0' ${line}`], { encoding: "utf8" });
  return printed.split("\0").slice(0, -1);
}

describe("a word of a copied line", () => {
  it.each(["echo-1", "kube-system", "app=web,tier!=db", "15m", "1h30m"])(
    "%s is read as it is",
    (word) => {
      expect(wordsOf(shellWord(word))).toEqual([word]);
    },
  );

  it("stays bare where a shell changes nothing of it", () => {
    expect(shellWord("echo-1.web")).toBe("echo-1.web");
  });

  it.each([
    "",
    "$(reboot)",
    "`reboot`",
    "a; reboot",
    "a && reboot",
    "it's 'quoted'",
    "'; reboot; '",
    '"$HOME"',
    "a\\",
    "~",
    "*",
    "#",
    "a\nreboot",
    "a\u0003reboot\r",
    "\u001b]0;title\u0007",
  ])("%j is one word, and runs nothing", (word) => {
    expect(wordsOf(shellWord(word))).toEqual([word]);
    expect(shellWord(word)).not.toMatch(/\p{Cc}/u);
  });
});
