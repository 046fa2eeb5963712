import fc from "fast-check";
import { expect, test } from "vitest";
import { lineLimit } from "#lib/api/log-frames";
import { linesOf } from "#lib/logs/line-block";
import { textOf, timedLines } from "#lib/server/logs/timed-lines";

const second = fc.constantFrom("2026-03-10T12:00:00", "2026-03-10T12:00:01");
const nanos = fc.constantFrom("000000000", "000000001", "123456789", "999999999");
const line = fc.tuple(second, nanos, fc.constantFrom("", "text", "✓ 2026-03-10T12:00:01"));

test("what a file has of each second is what its lines say", () => {
  fc.assert(
    fc.property(fc.array(line), (written) => {
      const text = written.map(([at, rest, said]) => `${at}.${rest}Z ${said}\n`).join("");
      const lines = timedLines(Buffer.from(text));
      const seconds = lines?.seconds ?? [];
      expect(lines && textOf(lines.block)).toBe(text);
      // Lines of a second that follow one another are counted together.
      let at = 0;
      for (const { second, lines, first, newest } of seconds) {
        const times = linesOf(text)
          .slice(at, at + lines)
          .map(([time]) => time);
        expect(times.every((time) => time.startsWith(`${second}.`))).toBe(true);
        expect([first, newest]).toEqual([times[0], times.toSorted().at(-1)]);
        at += lines;
      }
      expect(at).toBe(written.length);
      expect(seconds.every((it, i) => it.second !== seconds[i + 1]?.second)).toBe(true);
    }),
  );
});

test.each([
  ["has no stamp", "text"],
  ["is stamped in another zone", "2026-03-10T20:00:00.123456789+08:00 text"],
  ["leaves trailing zeros out", "2026-03-10T12:00:00.5Z text"],
  ["has digits that are no time", "2026-03-10T12:61:00.000000000Z text"],
  ["has other characters where digits are due", "2026-03-10T12:00:00.00000000xZ text"],
  ["ends before its stamp does", "2026-03-10T12:00:00.000000000Z"],
  ["has a carriage return", "2026-03-10T12:00:00.000000000Z 10%\r20%"],
  ["has a record separator", "2026-03-10T12:00:00.000000000Z a\x1eb"],
  ["is too long", `2026-03-10T12:00:00.000000000Z ${"x".repeat(lineLimit + 1)}`],
])("a line that %s needs care", (_why, odd) => {
  const plain = "2026-03-10T12:00:00.000000000Z text\n";
  expect(timedLines(Buffer.from(plain))).not.toBeNull();
  const bytes = Buffer.from(`${plain}${odd}\n`);
  expect(timedLines(bytes)).toBeNull();
  expect(bytes.toString()).toBe(`${plain}${odd}\n`);
});
