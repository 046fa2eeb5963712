import { describe, expect, it } from "vitest";
import { compare, type Table } from "./compare.ts";
import { kinds } from "./kinds.ts";

const [, jobs] = kinds("v1");
if (!jobs) throw new Error("no kind of jobs");

const now = Date.parse("2026-03-10T12:00:00.500Z");
const moments = { earliestMs: now - 200, latestMs: now + 200 };
const object = {
  metadata: {
    name: "echo",
    namespace: "demo",
    uid: "u1",
    creationTimestamp: "2026-03-10T11:59:00Z",
  },
  spec: { template: { spec: { containers: [{ name: "main", image: "busybox" }] } } },
  status: { startTime: "2026-03-10T11:59:30Z" },
};
const columns: [string, number, unknown][] = [
  ["Name", 0, "echo"],
  ["Status", 0, "Running"],
  ["Completions", 0, "0/1"],
  ["Duration", 0, "30s"],
  ["Age", 0, "60s"],
  ["Containers", 1, "main"],
  ["Images", 1, "busybox"],
  ["Selector", 1, "<none>"],
];

/** The Table of one Job, with some of its columns changed. */
function table(changes: Record<string, [string, number, unknown] | null> = {}): Table {
  const changed = columns
    .map((column) => (column[0] in changes ? changes[column[0]] : column))
    .filter((column) => column != null);
  return {
    columnDefinitions: changed.map(([name, priority]) => ({ name, priority })),
    rows: [{ cells: changed.map(([, , cell]) => cell), object }],
  };
}

describe("a Table that says what we say", () => {
  it.each([
    ["to the letter", table(), 8],
    ["from an older API server without STATUS", table({ Status: null }), 7],
  ])("%s has no differences", (_, from, cells) => {
    expect(compare(jobs, from, moments)).toMatchObject({ cells, differences: [] });
  });

  it("may have been printed at any moment of the request", () => {
    const wide = { earliestMs: now - 2000, latestMs: now };
    for (const duration of ["28s", "29s", "30s"]) {
      const from = table({ Duration: ["Duration", 0, duration] });
      expect(compare(jobs, from, wide).differences).toEqual([]);
    }
  });
});

it("leaves out what ticks when nobody says at what moment it was printed", () => {
  const from = table({ Age: ["Age", 0, "9d"] });
  expect(compare(jobs, from, null)).toMatchObject({ cells: 6, differences: [] });
  const wrong = table({ Status: ["Status", 0, "Complete"] });
  expect(compare(jobs, wrong, null).differences).toHaveLength(1);
});

it.each([
  ["another word", { Status: ["Status", 0, "Complete"] }],
  ["an age of another moment", { Age: ["Age", 0, "61s"] }],
  ["an absent cell where we have text", { Images: ["Images", 1, null] }],
  ["a column we lack", { Age: ["Next Schedule", 0, "60s"] }],
  ["a wide column that is ours by default", { Age: ["Age", 1, "60s"] }],
  ["columns in another order", { Name: ["Status", 0, "Running"], Status: ["Name", 0, "echo"] }],
] satisfies [string, Record<string, [string, number, unknown]>][])(
  "%s is a difference",
  (_, changes) => {
    expect(compare(jobs, table(changes), moments).differences).not.toEqual([]);
  },
);
