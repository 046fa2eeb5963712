import { expect, test } from "vitest";
import { wallClock } from "#lib/printers/wall-clock";

test.each([
  ["2026-03-10T12:05:00Z", "UTC", "Tue 2026-03-10 12:05:00"],
  ["2026-03-10T00:00:00Z", "UTC", "Tue 2026-03-10 00:00:00"],
  ["2026-03-29T00:59:59Z", "Europe/Berlin", "Sun 2026-03-29 01:59:59"],
  ["2026-03-29T01:00:00Z", "Europe/Berlin", "Sun 2026-03-29 03:00:00"],
  ["2026-03-10T20:00:00Z", "Asia/Kathmandu", "Wed 2026-03-11 01:45:00"],
  ["soon", "UTC", "soon"],
  ["", "UTC", ""],
])("%s in %s is %s", (instant, zone, text) => {
  expect(wallClock(instant, zone)).toBe(text);
});

test("the weekday is in the language of who reads it", () => {
  expect(wallClock("2026-03-29T00:59:59Z", "Europe/Berlin", "zh-CN")).toBe(
    "周日 2026-03-29 01:59:59",
  );
});
