import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readStat } from "./process.ts";

const stat = (state: string, threads: number) =>
  `7914 (kube (a) b) ${state} 1 7914 7914 0 -1 4228364 9 0 0 0 3 1 0 0 20 0 ${threads} 0 84211 0 0`;

test.each([
  ["runs", "S", 9, false],
  ["has ended, and nobody asked for its exit code", "Z", 1, true],
  ["has nothing left to give", "Z", 0, true],
  ["has threads that still hold its ports after the first one ended", "Z", 3, false],
])("a process that %s", (_, state, threads, hasEnded) => {
  expect(readStat(stat(state, threads))).toEqual({ startTime: "84211", hasEnded });
});

test("this process runs, and one that never was is nothing", () => {
  expect(readStat(readFileSync("/proc/self/stat", "utf8"))?.hasEnded).toBe(false);
  expect(readStat("")).toBeUndefined();
});
