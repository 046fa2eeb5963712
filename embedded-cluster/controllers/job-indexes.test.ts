import { expect, it } from "vitest";
import { formatIndexes, parseIndexes } from "./job-indexes.ts";

it.each([
  [[], ""],
  [[0], "0"],
  [[7, 8], "7,8"],
  [[8, 1, 4, 3, 5, 7], "1,3-5,7,8"],
  [[0, 1, 2, 3], "0-3"],
])("the indexes %j are written as %o", (indexes, text) => {
  expect(formatIndexes(new Set(indexes))).toBe(text);
  expect([...parseIndexes(text, 100)]).toEqual(indexes.toSorted((a, b) => a - b));
});

it("indexes of a Job that has shrunk are forgotten", () => {
  expect([...parseIndexes("1,3-9,12", 5)]).toEqual([1, 3, 4]);
});
