import { expect, test } from "vitest";
import { atOnce, median, percentile } from "./samples.ts";

test("a percentile is one of the samples, whatever their order", () => {
  const samples = Array.from({ length: 100 }, (_, i) => 100 - i);
  expect(percentile(samples, 0.99)).toBe(99);
  expect(median(samples)).toBe(50);
  expect(median([7])).toBe(7);
  expect(median([])).toBeNaN();
});

test("everything is done once, and never more at a time than allowed", async () => {
  const done: number[] = [];
  let now = 0;
  let most = 0;
  await atOnce(3, 10, async (i) => {
    most = Math.max(most, ++now);
    await Promise.resolve();
    done.push(i);
    now--;
  });
  expect(done.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(most).toBe(3);
});
