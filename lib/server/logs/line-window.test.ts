import { expect, test } from "vitest";
import type { LogLine } from "#lib/api/log-frames";
import { LineWindow } from "#lib/server/logs/line-window";

const line = (second: number, text = String(second)): LogLine => [
  `2026-03-10T12:00:${String(second).padStart(2, "0")}.500000000Z`,
  text,
];

test("the last lines before a time are kept of however many there are, within a bound of memory", () => {
  const window = new LineWindow("", "2026-03-10T12:00:30Z", 3);
  for (let i = 0; i < 10_000; i++) window.admits(line(20, `line ${i}`));
  window.admits(line(31));
  expect([...window.rest()].map(([, text]) => text)).toEqual([
    "line 9997",
    "line 9998",
    "line 9999",
  ]);

  const long = new LineWindow("", "2026-03-10T12:00:30Z", 999_999_999);
  for (let i = 0; i < 2_000; i++) long.admits(line(20, "x".repeat(16_384)));
  const kept = [...long.rest()].length;
  expect(kept).toBeGreaterThan(200);
  expect(kept).toBeLessThanOrEqual(512);
});

test("no line is asked for with a tail of none", () => {
  const window = new LineWindow("", "2026-03-10T12:00:30Z", 0);
  window.admits(line(20));
  expect([...window.rest()]).toEqual([]);
});

test("reading may stop two seconds past the end, and not before", () => {
  const window = new LineWindow("", "2026-03-10T12:00:30Z", null);
  expect(window.admits(line(31))).toBe(false);
  expect(window.past).toBe(false);
  expect(window.admits(line(32))).toBe(false);
  expect(window.past).toBe(true);
});

test("bounds are read in any zone, to the nanosecond", () => {
  const from = new LineWindow("2026-03-10T14:00:20.500000001+02:00", "", null);
  expect([line(20), line(21)].map((each) => from.admits(each))).toEqual([false, true]);
});
