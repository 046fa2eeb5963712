import { expect, test } from "vitest";
import { readStamp, stampEnd } from "#lib/server/logs/log-stamp";

test.each([
  ["2026-03-10T12:00:00.123456789Z text", "2026-03-10T12:00:00.123456789Z", 31],
  ["2026-03-10T12:00:00Z text", "2026-03-10T12:00:00.000000000Z", 21],
  ["2026-03-10T14:00:00.5+02:00 text", "2026-03-10T12:00:00.500000000Z", 28],
  ["2026-03-10T12:00:00.123456789Z", "2026-03-10T12:00:00.123456789Z", 30],
  ["2026-03-10T12:61:00.123456789Z text", "", 0],
  ["text", "", 0],
  ["", "", 0],
])("the stamp of %j is %j, and its text begins behind it", (line, time, end) => {
  expect(readStamp(line)).toEqual({ time, end });
  expect(stampEnd(line, 0)).toBe(end);
  const before = "a line before it\n";
  expect(readStamp(before + line, before.length)).toEqual({ time, end: end + before.length });
  expect(stampEnd(before + line, before.length)).toBe(end + before.length);
});
