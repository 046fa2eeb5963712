import fc from "fast-check";
import { expect, test } from "vitest";
import type { LogLine } from "#lib/api/logs";
import {
  formatPosition,
  LogCursor,
  type LogPosition,
  parsePosition,
} from "#lib/server/log-position";

/** What the kubelet sends for `sinceTime`: the lines of the file not older than that second. */
function since(file: readonly LogLine[], position: LogPosition | null): LogLine[] {
  if (!position) return [...file];
  return file.filter(([time]) => `${time.slice(0, 19)}Z` >= position.since);
}

/** Reads a log over several connections, each cut after some lines; returns what the reader was shown. */
function read(
  file: readonly LogLine[],
  cuts: readonly number[],
): { shown: string[]; gaps: number } {
  const shown: string[] = [];
  let gaps = 0;
  let position: LogPosition | null = null;
  for (const cut of [...cuts, file.length]) {
    const cursor = new LogCursor(position);
    for (const line of since(file, position).slice(0, cut)) {
      const verdict = cursor.judge(line);
      if (verdict === "after-gap") gaps += 1;
      if (verdict !== "seen") shown.push(line[1]);
    }
    const next = cursor.position();
    // What a browser keeps is the text; it must carry everything.
    position = next && parsePosition(formatPosition(next));
  }
  return { shown, gaps };
}

const logFile = fc
  .array(fc.integer({ min: 0, max: 6000 }), { minLength: 1, maxLength: 60 })
  .map((steps) => {
    const times = steps.sort((a, b) => a - b);
    return times.map((ms, index): LogLine => {
      const time = new Date(Date.UTC(2026, 2, 10, 12) + Math.floor(ms / 3) * 3).toISOString();
      return [time.replace("Z", "000000Z"), `line ${index}`];
    });
  });

test("a log cut anywhere, any number of times, is shown whole and once", () => {
  fc.assert(
    fc.property(logFile, fc.array(fc.nat(40), { maxLength: 6 }), (file, cuts) => {
      expect(read(file, cuts)).toEqual({ shown: file.map(([, text]) => text), gaps: 0 });
    }),
    { numRuns: 500 },
  );
});

test("lines of stdout and stderr that the runtime wrote out of order are not lost", () => {
  const file: LogLine[] = [
    ["2026-03-10T12:00:01.000100000Z", "out"],
    ["2026-03-10T12:00:00.999900000Z", "err, stamped earlier but written later"],
    ["2026-03-10T12:00:01.200000000Z", "out again"],
  ];
  expect(read(file, [1]).shown).toEqual(file.map(([, text]) => text));
});

test("a tail does not grow backwards when it is taken up again", () => {
  const file: LogLine[] = [1, 2, 3, 4].map((n) => [
    `2026-03-10T12:00:00.${n}00000000Z`,
    `line ${n}`,
  ]);
  const first = new LogCursor(null);
  for (const line of file.slice(2)) first.judge(line);
  const again = new LogCursor(first.position());
  expect(file.map((line) => again.judge(line))).toEqual(["seen", "seen", "seen", "seen"]);
});

test("a rotated file is said to have a gap instead of being passed over", () => {
  const cursor = new LogCursor(null);
  cursor.judge(["2026-03-10T12:00:00.1Z", "kept by the reader, gone from the file"]);
  const again = new LogCursor(cursor.position());
  expect(again.judge(["2026-03-10T12:00:00.9Z", "first line of the new file"])).toBe("after-gap");
  expect(again.judge(["2026-03-10T12:00:00.9Z", "second"])).toBe("new");
});

test("a position that was not ours is refused", () => {
  for (const text of [
    "",
    "x",
    "a~b~c~1",
    "2026-03-10T12:00:00Z~2026-03-10T12:00:00Z~2026-03-10T12:00:00Z~-1",
  ]) {
    expect(parsePosition(text)).toBeNull();
  }
});
