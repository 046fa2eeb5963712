import { expect, test } from "vitest";
import { countIndexes } from "#lib/runs/index-list";

test.each([
  [null, 0],
  ["", 0],
  ["0", 1],
  ["1,3-5,7,8", 6],
  ["0-99999", 100_000],
  ["5-3", 0],
  ["a,1", 1],
])("%j names %d indexes", (indexes, count) => {
  expect(countIndexes(indexes)).toBe(count);
});
