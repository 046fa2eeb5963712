import fc from "fast-check";
import { expect, test } from "vitest";
import type { LogLine } from "#lib/api/log-frames";
import { blockOf, linesOf } from "#lib/logs/line-block";

const time = fc.constantFrom("", "2026-03-10T12:00:00.123456789Z");
const text = fc.string({
  unit: fc.constantFrom("a", " ", '"', "\\", "\r", "\t", "é", "✓", "\u0000"),
});

test("lines come out of a block as they went in, whatever is in them", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(time, text)), (lines: LogLine[]) => {
      expect(linesOf(blockOf(lines))).toEqual(lines);
    }),
  );
});
