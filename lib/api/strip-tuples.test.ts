import fc from "fast-check";
import { expect, test } from "vitest";
import type { Outlook, StripMark } from "#lib/api/runs";
import { packOutlook, unpackOutlook } from "#lib/api/strip-tuples";

const outlook = (
  strip: readonly StripMark[],
  suspension: Outlook["suspension"] = null,
): Outlook => ({
  next: { at: "2026-03-10T12:05:00Z" },
  zone: { name: "UTC", assumed: true, matters: false },
  last: null,
  strip,
  missed: null,
  reason: null,
  usual: null,
  slow: null,
  suspension,
});

const instant = fc
  .integer({ min: 0, max: 4_000_000_000 })
  .map((s) => new Date(s * 1000).toISOString().replace(".000Z", "Z"));
const maybe = fc.option(instant);
const run: fc.Arbitrary<StripMark> = fc.record({
  kind: fc.constant("run" as const),
  run: fc.record({
    name: fc.oneof(fc.constant("echo-29"), fc.stringMatching(/^echo-\d{8}$/), fc.string()),
    result: fc.constantFrom("Complete", "Failed", "Running", "Suspended"),
    scheduled: maybe,
    started: maybe,
    ended: maybe,
    manual: fc.boolean(),
  }),
});
const missed: fc.Arbitrary<StripMark> = fc.record({
  kind: fc.constant("missed" as const),
  count: fc.nat(100),
  first: instant,
  last: instant,
  cause: fc.constantFrom("overlap", "unknown", "not-kept"),
});

test("an outlook that has travelled says the same", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(run, missed), { maxLength: 12 }), (strip) => {
      const said = outlook(strip);
      expect(unpackOutlook(JSON.parse(JSON.stringify(packOutlook(said))))).toEqual(said);
    }),
  );
});

test("a suspension travels with what was written about it, and costs nothing where there is none", () => {
  const said = outlook([], { since: null, by: "jane", reason: "a freeze", until: null });
  expect(unpackOutlook(JSON.parse(JSON.stringify(packOutlook(said))))).toEqual(said);
  expect(packOutlook(outlook([]))).not.toHaveProperty("suspension");
});

test("what names have in common travels once", () => {
  const strip = [1, 2, 3].map((i) => ({
    kind: "run" as const,
    run: {
      name: `fx-rates-refresh-2993267${i}`,
      result: "Complete" as const,
      scheduled: `2026-03-10T12:0${i}:00Z`,
      started: `2026-03-10T12:0${i}:01Z`,
      ended: `2026-03-10T12:0${i}:13Z`,
      manual: false,
    },
  }));
  expect(packOutlook(outlook(strip)).strip).toEqual([
    "fx-rates-refresh-2993267",
    ["1", 0, 1773144060, 1, 13, 0],
    ["2", 0, 1773144120, 1, 13, 0],
    ["3", 0, 1773144180, 1, 13, 0],
  ]);
});
