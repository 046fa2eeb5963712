import { expect, it } from "vitest";
import type { Run, RunResult } from "#lib/api/runs";
import { lastResult } from "#lib/runs/last-result";

const at = (second: number) => `2026-03-10T12:00:${String(second).padStart(2, "0")}Z`;

function run(name: string, result: RunResult, started: number | null, ended: number | null): Run {
  return {
    name,
    uid: name,
    result,
    scheduled: at(0),
    started: started === null ? null : at(started),
    ended: ended === null ? null : at(ended),
    manual: name === "by-hand",
  };
}

it.each<[string, Run[], [string, number | null] | null]>([
  ["none of no runs", [], null],
  ["none while the first one goes", [run("a", "Running", 1, null)], null],
  ["none of a suspended run", [run("a", "Suspended", null, null)], null],
  [
    "of the run that has ended",
    [run("a", "Running", 30, null), run("b", "Failed", 2, 9)],
    ["b", 7000],
  ],
  [
    "of the one that ended last, not of the one that began last",
    [run("a", "Complete", 1, 20), run("b", "Failed", 5, 10)],
    ["a", 19_000],
  ],
  [
    "of a manual run too",
    [run("a", "Complete", 1, 2), run("by-hand", "Failed", 3, 4)],
    ["by-hand", 1000],
  ],
  [
    "of two that ended at once, the later name",
    [run("b", "Failed", 1, 2), run("a", "Complete", 1, 2)],
    ["b", 1000],
  ],
  ["without a duration where it never started", [run("a", "Failed", null, 9)], ["a", null]],
])("the last result is %s", (_, runs, expected) => {
  const result = lastResult(runs);
  expect(result && [result.name, result.duration]).toEqual(expected);
});

it("the last result tells what it was derived from", () => {
  expect(lastResult([run("by-hand", "Failed", 1, 4)])).toEqual({
    name: "by-hand",
    uid: "by-hand",
    result: "Failed",
    ended: at(4),
    duration: 3000,
    manual: true,
    source: "the Failed condition",
  });
  expect(lastResult([run("a", "Complete", 1, 4)])?.source).toEqual("status.completionTime");
});
