import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { formatIndexes, hasIndex, indexSet, parseIndexes } from "#lib/api/index-set";

const golden = join(import.meta.dirname, "..", "printers", "testdata", "golden-cells.json");
const { indexes } = JSON.parse(readFileSync(golden, "utf8")) as {
  indexes: { list: number[]; text: string }[];
};

it.each(indexes)("the indexes of $list are written as $text, and read again", ({ list, text }) => {
  expect(formatIndexes(indexSet(list.flatMap((index) => [index, index])))).toBe(text);
  const read = parseIndexes(text, 100);
  expect([read.size, list.every((index) => hasIndex(read, index))]).toEqual([list.length, true]);
});

it("the indexes a set was made of are in it, and no others, in whatever order they came", () => {
  const interval = fc
    .tuple(fc.nat(60), fc.nat(9))
    .map(([first, more]) => [first, first + more] as const);
  fc.assert(
    fc.property(fc.array(interval), (intervals) => {
      const set = indexSet(intervals.flat());
      const members = new Set<number>();
      for (const [first, last] of intervals) {
        for (let index = first; index <= last; index++) members.add(index);
      }
      const found = Array.from({ length: 80 }, (_, i) => i).filter((i) => hasIndex(set, i));
      expect(found).toEqual([...members].sort((a, b) => a - b));
      expect(set.size).toBe(members.size);
      expect(parseIndexes(formatIndexes(set), 80)).toEqual(set);
    }),
    { numRuns: 2_000 },
  );
});

it.each([
  ["5-2,x,,3,-1,1-,4.5", "3"],
  ["0-99999999999999999999", "0-9"],
  ["7,8,12,3", "3,7,8"],
  ["10,11-20", ""],
])("of %j as much is taken as can be read and is below the completions", (text, taken) => {
  expect(formatIndexes(parseIndexes(text, 10))).toBe(taken);
});

it.each([
  ["", 0],
  ["0", 1],
  ["1,3-5,7,8", 6],
  ["0-99999", 100_000],
  ["5-3", 0],
  ["a,1", 1],
])("%j names %d indexes, where their number is not known", (indexes, count) => {
  expect(parseIndexes(indexes, Number.POSITIVE_INFINITY).size).toBe(count);
});
