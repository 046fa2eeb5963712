import { expect, it } from "vitest";
import { rowTone } from "#components/runs/row-tone";

it.each([
  [true, null, "bad"],
  [true, "waiting", "bad"],
  [false, "failed", "bad"],
  [false, "stuck", "warn"],
  [false, "waiting", undefined],
  [false, null, undefined],
] as const)("failed: %s, and said to be %s: the rail is %s", (isBad, tone, rail) => {
  expect(rowTone(isBad, tone && { tone })).toBe(rail);
});
