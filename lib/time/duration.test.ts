import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { age, humanDuration, parseGoDuration } from "#lib/time/duration";

/** Milliseconds and what kubectl prints for them; both sides of every boundary. */
const durations: [number, string][] = [
  [-3_600_000, "<invalid>"],
  [-2_000, "<invalid>"],
  [-1_999, "0s"],
  [-1_000, "0s"],
  [-1, "0s"],
  [0, "0s"],
  [1_000, "1s"],
  [1_999, "1s"],
  [59_000, "59s"],
  [60_000, "60s"],
  [119_000, "119s"],
  [120_000, "2m"],
  [121_000, "2m1s"],
  [180_000, "3m"],
  [599_000, "9m59s"],
  [600_000, "10m"],
  [659_000, "10m"],
  [660_000, "11m"],
  [3_599_000, "59m"],
  [10_799_999, "179m"],
  [10_800_000, "3h"],
  [10_859_000, "3h"],
  [10_860_000, "3h1m"],
  [14_400_000, "4h"],
  [28_799_000, "7h59m"],
  [28_800_000, "8h"],
  [32_399_000, "8h"],
  [172_799_000, "47h"],
  [172_800_000, "2d"],
  [176_399_000, "2d"],
  [176_400_000, "2d1h"],
  [691_199_000, "7d23h"],
  [691_200_000, "8d"],
  [777_599_000, "8d"],
  [31_536_000_000, "365d"],
  [63_071_999_000, "729d"],
  [63_072_000_000, "2y"],
  [63_158_400_000, "2y1d"],
  [94_608_000_000, "3y"],
  [252_287_999_000, "7y364d"],
  [252_288_000_000, "8y"],
  [283_823_999_000, "8y"],
  [3_153_600_000_000, "100y"],
  [124_271_193_600_000, "292y"],
];

describe("humanDuration", () => {
  it.each(durations)("prints %d ms as %s", (ms, text) => {
    expect(humanDuration(ms)).toBe(text);
  });

  it("never counts back as time goes on", () => {
    const seconds = { s: 1, m: 60, h: 3600, d: 86_400, y: 31_536_000 };
    const total = (text: string) =>
      [...text.matchAll(/(\d+)([smhdy])/g)].reduce(
        (sum, [, count, unit]) => sum + Number(count) * seconds[unit as keyof typeof seconds],
        0,
      );
    const duration = fc.double({ min: 0, max: 9e12, noNaN: true });
    fc.assert(
      fc.property(duration, duration, (a, b) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)];
        expect(humanDuration(less)).toMatch(/^\d+[smhdy](\d+[smhd])?$/);
        expect(total(humanDuration(less))).toBeLessThanOrEqual(less / 1000);
        expect(total(humanDuration(less))).toBeLessThanOrEqual(total(humanDuration(more)));
      }),
    );
  });

  it("R14: of clocks ten minutes apart is kubectl's word, never a negative number", () => {
    fc.assert(
      fc.property(fc.integer({ min: -600_000, max: 600_000 }), (ms) => {
        expect(humanDuration(ms)).toMatch(ms > -2_000 ? /^\d+[smh]/ : /^<invalid>$/);
      }),
    );
  });

  it("calls what is no number invalid", () => {
    expect(humanDuration(Number.NaN)).toBe("<invalid>");
  });
});

describe("age", () => {
  const now = Date.parse("2026-03-10T12:00:00.900Z");
  it.each([
    ["2026-03-10T11:58:01Z", "119s"],
    ["2026-03-10T11:58:00Z", "2m"],
    ["2026-03-10T11:57:59.000001Z", "2m1s"],
    ["2026-03-10T12:00:02Z", "0s"],
    ["2026-03-10T12:00:03Z", "<invalid>"],
    ["0001-01-01T00:00:00Z", "<unknown>"],
    ["yesterday", "<unknown>"],
    [null, "<unknown>"],
  ])("of %s is %s", (instant, text) => {
    expect(age(instant, now)).toBe(text);
  });
});

describe("parseGoDuration", () => {
  it.each([
    ["15m", 900_000],
    ["1h30m", 5_400_000],
    ["90s", 90_000],
    ["1.5s", 1500],
    [".5s", 500],
    ["1.s", 1000],
    ["100us", 0.1],
    ["0", 0],
    ["+2m", 120_000],
    ["-2m", -120_000],
    ["2562047h", 9_223_369_200_000],
  ])("reads %s", (text, ms) => {
    expect(parseGoDuration(text)).toBeCloseTo(ms, 6);
  });

  it.each([
    "",
    "5",
    "m",
    "1d",
    "1 h",
    "1h 30m",
    "h1",
    ".s",
    "1e3s",
    "--1s",
    "1H",
    "1h30",
    "3000000h",
  ])("refuses %o", (text) => {
    expect(parseGoDuration(text)).toBeNull();
  });
});
