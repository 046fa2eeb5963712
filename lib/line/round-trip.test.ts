import { execFileSync } from "node:child_process";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ReadingCommand } from "#lib/line/command";
import { viewOf } from "#lib/line/command-view";
import { parseLine } from "#lib/line/parse-line";
import { printCommand } from "#lib/line/print-command";
import { isRefusal } from "#lib/line/refusal";
import { noRemark } from "#lib/line/remark";
import { readShell } from "#lib/line/shell-text";
import { command, text } from "#lib/line/testing/arbitrary-commands";
import { logView, objectPage, table } from "#lib/line/testing/arbitrary-views";
import type { View } from "#lib/line/view";
import { lineOf } from "#lib/line/view-line";
import { inEnglish } from "#lib/texts/wording";

const often = { numRuns: 2_000 };

/** The view that the line of a view leads to. */
function again(view: View) {
  const line = parseLine(lineOf(view));
  if (isRefusal(line)) return line;
  const reading = { command: line.command as ReadingCommand, remark: line.remark };
  return viewOf(reading, { namespace: null });
}

describe("a line that is printed", () => {
  it("is read as the command it was printed from, whatever the names hold", () => {
    fc.assert(
      fc.property(command, (some) => {
        expect(parseLine(printCommand(some))).toEqual({ command: some, remark: noRemark });
      }),
      often,
    );
  });

  it.each([
    ["list", table],
    ["page of an object", objectPage],
    ["log", logView],
  ] as const)("leads back to its %s", (_, views: fc.Arbitrary<View>) => {
    fc.assert(
      fc.property(views, (view) => {
        expect(again(view)).toEqual(view);
      }),
      often,
    );
  });

  it("is one line, whatever the names hold", () => {
    fc.assert(
      fc.property(fc.oneof(table, logView), (view) => {
        expect(lineOf(view)).not.toMatch(/\p{Cc}/u);
      }),
    );
  });

  it("is read as a shell reads it", () => {
    const kubectl = fc
      .sample(command, { numRuns: 300, seed: 9 })
      .map((some) => printCommand(some))
      .filter((line) => line.startsWith("kubectl ") && !line.includes("$(kubectl"));
    const script = `kubectl() { printf '%s\\0' "$@"; printf '\\n\\0'; }\n${kubectl.join("\n")}\n`;
    const printed = execFileSync("bash", ["-c", script], { encoding: "utf8" });
    const ours = kubectl.flatMap((line) => [
      ...readShell(line)
        .words.slice(1)
        .map((word) => word.text),
      "\n",
    ]);
    expect(printed.split("\0").slice(0, -1)).toEqual(ours);
  });
});

describe("a text that is typed", () => {
  it("is taken or refused with a place in it, never more", () => {
    const typed = fc
      .array(
        fc.oneof(
          text,
          fc.constantFrom("get", "logs", "-n", "-l", "|", "grep", "'", '"', "$(", "#"),
        ),
      )
      .map((words) => words.join(" "));
    fc.assert(
      fc.property(fc.oneof(typed, fc.string()), (line) => {
        const read = parseLine(line);
        if (!isRefusal(read)) return;
        expect(inEnglish(read.message)).not.toBe("");
        expect(read.at.start).toBeLessThanOrEqual(read.at.end);
        expect(read.at.end).toBeLessThanOrEqual(line.length);
      }),
      often,
    );
  });
});
