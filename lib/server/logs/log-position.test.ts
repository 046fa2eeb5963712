import fc from "fast-check";
import { expect, test } from "vitest";
import type { LogLine } from "#lib/api/log-frames";
import { linesOf } from "#lib/logs/line-block";
import { LogLines } from "#lib/server/logs/log-lines";
import {
  formatPosition,
  LogCursor,
  type LogPosition,
  parsePosition,
} from "#lib/server/logs/log-position";
import { textOf } from "#lib/server/logs/timed-lines";

/** A line in a file: when it was written, in milliseconds since the epoch. */
interface Written {
  readonly at: number;
  readonly text: string;
}

/** A node's zone and whether it leaves trailing zeros out. */
interface Stamps {
  readonly offsetHours: number;
  readonly trimmed: boolean;
}

/** What the kubelet sends for `sinceTime`: the lines of the file not older than that second. */
function sent(
  file: readonly Written[],
  { offsetHours, trimmed }: Stamps,
  position: LogPosition | null,
): LogLine[] {
  const since = position ? Date.parse(position.since) : 0;
  const sign = offsetHours < 0 ? "-" : "+";
  const zone = `${sign}${String(Math.abs(offsetHours)).padStart(2, "0")}:00`;
  const printed = file
    .filter(({ at }) => at >= since)
    .map(({ at, text }) => {
      const [second, fraction] = new Date(at + offsetHours * 3_600_000)
        .toISOString()
        .slice(0, -1)
        .split(".");
      const digits = trimmed ? `.${fraction}`.replace(/\.?0+$/, "") : `.${fraction}000000`;
      return `${second}${digits}${offsetHours === 0 ? "Z" : zone} ${text}\n`;
    });
  const lines = new LogLines().push(new TextEncoder().encode(printed.join("")));
  return lines.flatMap(({ block }) => linesOf(textOf(block)));
}

/** Reads a log over several connections, each cut after some lines; returns what the reader was shown. */
function read(
  file: readonly Written[],
  cuts: readonly number[],
  stamps: Stamps = { offsetHours: 0, trimmed: false },
): { shown: string[]; gaps: number } {
  const shown: string[] = [];
  let gaps = 0;
  let position: LogPosition | null = null;
  for (const cut of [...cuts, file.length]) {
    const cursor = new LogCursor(position);
    for (const line of sent(file, stamps, position).slice(0, cut)) {
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

const start = Date.UTC(2026, 2, 10, 12);

/** Lines in the order of the file; with `late` some are stamped earlier than those before them. */
const logFile = fc
  .array(fc.record({ ms: fc.integer({ min: 0, max: 6000 }), late: fc.nat(900) }), {
    minLength: 1,
    maxLength: 60,
  })
  .map((steps) =>
    steps
      .sort((a, b) => a.ms - b.ms)
      .map(
        ({ ms, late }, index): Written => ({
          at: start + Math.floor(ms / 3) * 3 - (late % 3 === 0 ? late : 0),
          text: `line ${index}`,
        }),
      ),
  );
const stamps = fc.record({
  offsetHours: fc.integer({ min: -12, max: 14 }),
  trimmed: fc.boolean(),
});

test("R22: a log cut anywhere, any number of times, is shown whole and once, whatever the node's clock", () => {
  fc.assert(
    fc.property(logFile, fc.array(fc.nat(40), { maxLength: 6 }), stamps, (file, cuts, zone) => {
      expect(read(file, cuts, zone)).toEqual({ shown: file.map(({ text }) => text), gaps: 0 });
    }),
    { numRuns: 1_000 },
  );
});

test.each([1, 2])("stdout and stderr out of order, cut after line %i: nothing is lost", (cut) => {
  const file = [
    { at: start + 1_100, text: "out" },
    { at: start + 900, text: "err, stamped earlier but written later" },
    { at: start + 1_050, text: "err again" },
    { at: start + 1_300, text: "out again" },
  ];
  expect(read(file, [cut])).toEqual({ shown: file.map(({ text }) => text), gaps: 0 });
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

test("neither does one whose lines before it are stamped later", () => {
  const file: LogLine[] = [
    ["2026-03-10T12:00:00.200000000Z", "before the tail"],
    ["2026-03-10T12:00:00.100000000Z", "the tail's first"],
    ["2026-03-10T12:00:00.300000000Z", "the tail's second"],
  ];
  const first = new LogCursor(null);
  for (const line of file.slice(1)) first.judge(line);
  const again = new LogCursor(first.position());
  const more: LogLine = ["2026-03-10T12:00:00.150000000Z", "new, though stamped early"];
  const verdicts = [...file, more].map((line) => again.judge(line));
  expect(verdicts).toEqual(["seen", "seen", "seen", "new"]);
});

test("R22: a rotated file is said to have a gap instead of being passed over", () => {
  const cursor = new LogCursor(null);
  cursor.judge(["2026-03-10T12:00:00.100000000Z", "kept by the reader, gone from the file"]);
  const again = new LogCursor(cursor.position());
  expect(again.judge(["2026-03-10T12:00:00.900000000Z", "first line of the new file"])).toBe(
    "after-gap",
  );
  expect(again.judge(["2026-03-10T12:00:00.900000000Z", "second"])).toBe("new");
  const third = new LogCursor(again.position());
  const file: LogLine[] = [
    ["2026-03-10T12:00:00.900000000Z", "first line of the new file"],
    ["2026-03-10T12:00:00.900000000Z", "second"],
    ["2026-03-10T12:00:00.950000000Z", "third"],
  ];
  expect(file.map((line) => third.judge(line))).toEqual(["seen", "seen", "new"]);
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
