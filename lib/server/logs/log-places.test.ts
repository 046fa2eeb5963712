import fc from "fast-check";
import { expect, test } from "vitest";
import { formatPlace, parsePlaces } from "#lib/server/logs/log-places";
import type { LogPosition } from "#lib/server/logs/log-position";

const stamp = (ms: number, nanos: number) =>
  `${new Date(ms).toISOString().slice(0, 19)}.${String(nanos).padStart(9, "0")}Z`;

/** A position as a cursor has it: its window begins a second before the second of its newest line. */
const position: fc.Arbitrary<LogPosition> = fc
  .record({
    second: fc.integer({ min: 1_000_000_000, max: 32_000_000_000 }),
    nanos: fc.nat(999_999_999),
    earlier: fc.option(fc.record({ seconds: fc.nat(1), nanos: fc.nat(999_999_999) })),
    count: fc.integer({ min: 1, max: 2_000_000_000 }),
  })
  .map(({ second, nanos, earlier, count }) => {
    const newest = stamp(second * 1000, nanos);
    const from = earlier ? stamp((second - earlier.seconds) * 1000, earlier.nanos) : "";
    return {
      since: `${stamp((second - 1) * 1000, 0).slice(0, 19)}Z`,
      from: [from, newest].sort()[0] ?? "",
      newest,
      count,
    };
  });

test("a place comes back as it was, in at most 40 characters", () => {
  fc.assert(
    fc.property(position, (place) => {
      const text = formatPlace("abcdefghi_", place);
      expect(text.length).toBeLessThanOrEqual(40);
      expect(parsePlaces(text)).toEqual(new Map([["abcdefghi_", place]]));
    }),
  );
});

test("many places are one text; the end of a source is one of them", () => {
  const texts = ["a.end", "b.end"];
  expect([...parsePlaces(texts.join(","))]).toEqual([
    ["a", "end"],
    ["b", "end"],
  ]);
});

test.each([
  "",
  "a",
  ".end",
  "a.",
  "a.zzzzzzzzzzzzz--1",
  "a.tj7gxu000000-1",
  "a b.end",
  "a.end.end",
])("%j is no place of ours", (text) => {
  expect(parsePlaces(text).size).toBe(0);
});

test("no more places are read than a browser can have", () => {
  const many = Array.from({ length: 1_000 }, (_, at) => `key${at}.end`);
  expect(parsePlaces(many.join(",")).size).toBe(400);
});
