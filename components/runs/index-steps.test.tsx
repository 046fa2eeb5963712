import fc from "fast-check";
import { expect, it } from "vitest";
import { columnsIn, gridStep, sizes } from "#components/runs/index-steps";

// 95 indexes, 40 on a line: lines begin at 0, 40 and 80, and the last has 15.
it.each([
  ["ArrowRight", 39, 40],
  ["ArrowRight", 94, 94],
  ["ArrowLeft", 40, 39],
  ["ArrowLeft", 0, 0],
  ["ArrowDown", 10, 50],
  ["ArrowDown", 60, 94],
  ["ArrowDown", 85, 85],
  ["ArrowUp", 50, 10],
  ["ArrowUp", 10, 10],
  ["Home", 94, 80],
  ["End", 41, 79],
  ["End", 81, 94],
  ["Ctrl Home", 94, 0],
  ["Ctrl End", 3, 94],
  ["PageDown", 5, 85],
  ["PageDown", 30, 94],
  ["PageUp", 85, 5],
  ["Tab", 5, null],
  ["Ctrl ArrowDown", 5, null],
])("%s leads from %i to %s", (key, from, to) => {
  expect(gridStep(key, from, 95, 40, 2)).toBe(to);
});

it("no key leads out of the grid, and right and left lead to each cell and back", () => {
  const keys = ["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"];
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.constantFrom(5, 15, 40), (total, columns) => {
      const step = (key: string, from: number) => gridStep(key, from, total, columns, 3) ?? -1;
      for (let index = 0; index < total; index++) {
        for (const key of keys) {
          expect(step(key, index)).toBeGreaterThanOrEqual(0);
          expect(step(key, index)).toBeLessThan(total);
        }
        if (index > 0) expect(step("ArrowRight", step("ArrowLeft", index))).toBe(index);
      }
    }),
    { numRuns: 100 },
  );
});

it.each([
  [880, "fine", 40],
  [865, "fine", 40],
  [861, "fine", 35],
  [390, "fine", 15],
  [390, "coarse", 10],
  [100, "coarse", 5],
  [null, "fine", 40],
] as const)("a box of %s px has room for %s cells, %i on a line", (width, size, columns) => {
  expect(columnsIn(width, sizes[size])).toBe(columns);
});
