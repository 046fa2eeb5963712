import { describe, expect, it } from "vitest";
import { fullTime, isZone, logTime, readTime, relativeTime } from "#lib/logs/time";

const at = "2026-03-10T12:00:00.123456789Z";

describe("the time of a line", () => {
  it.each([
    ["utc", "12:00:00.123", "2026-03-10 12:00:00.123456789 UTC"],
    ["America/New_York", "08:00:00.123", "2026-03-10 08:00:00.123456789 America/New_York"],
    ["Asia/Kathmandu", "17:45:00.123", "2026-03-10 17:45:00.123456789 Asia/Kathmandu"],
  ])("is told in %s", (zone, clock, full) => {
    expect(logTime(at, zone)).toBe(clock);
    expect(fullTime(at, zone)).toEqual(full);
  });

  it("is empty for a line that has none", () => {
    expect([logTime("", "utc"), fullTime("", "local"), relativeTime("", at)]).toEqual(["", "", ""]);
  });

  it.each([
    ["2026-03-10T12:00:00.123Z", "+0.000s"],
    ["2026-03-10T12:01:02.468Z", "+1m2.345s"],
    ["2026-03-10T14:00:00.124Z", "+2h0m0.001s"],
    ["2026-03-10T11:59:59.000Z", "-1.123s"],
    ["2026-03-10T12:01:00.122999Z", "+59.999s"],
  ])("is told from the first: %s is %s", (time, relative) => {
    expect(relativeTime(time, at)).toBe(relative);
  });

  it("knows which zones there are", () => {
    expect([isZone("Europe/Berlin"), isZone("Mars/Base")]).toEqual([true, false]);
  });
});

describe("a time that is typed", () => {
  const now = Date.parse("2026-03-10T12:00:30Z");
  it.each([
    ["15m", "utc", "2026-03-10T11:45:30Z"],
    ["1h30m", "utc", "2026-03-10T10:30:30Z"],
    ["11:59", "utc", "2026-03-10T11:59:00Z"],
    ["12:34", "utc", "2026-03-09T12:34:00Z"],
    ["8:00:05.25", "utc", "2026-03-10T08:00:05.25Z"],
    ["07:30", "America/New_York", "2026-03-10T11:30:00Z"],
    ["23:00", "America/New_York", "2026-03-10T03:00:00Z"],
    ["2026-03-01", "utc", "2026-03-01T00:00:00Z"],
    ["2026-03-01 06:00", "Europe/Berlin", "2026-03-01T05:00:00Z"],
    ["2026-03-29 12:00", "Europe/Berlin", "2026-03-29T10:00:00Z"],
    ["2026-11-29T12:34:56Z", "Europe/Berlin", "2026-11-29T12:34:56Z"],
    ["2026-03-10T12:00:00.123456789Z", "utc", "2026-03-10T12:00:00.123456789Z"],
    ["2026-03-10T12:00:00+02:00", "utc", "2026-03-10T10:00:00Z"],
  ])("%s in %s is %s", (text, zone, expected) => {
    expect(readTime(text, { now, zone })).toEqual({ at: expected });
  });

  it.each([
    ["noon", '"noon" is no time. Type 12:34, 2026-11-29T12:34:56Z or 15m.'],
    ["", '"" is no time. Type 12:34, 2026-11-29T12:34:56Z or 15m.'],
    ["25:00", "There is no time 25:00."],
    ["2026-02-30", "There is no time 2026-02-30."],
  ])("%j is refused with a sentence", (text, error) => {
    expect(readTime(text, { now, zone: "utc" })).toEqual({ error });
  });
});
