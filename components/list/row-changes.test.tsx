import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { longestTexts } from "#components/list/longest-texts";
import { rowChanges } from "#components/list/row-changes";
import { countStatuses } from "#components/list/select-rows";
import { statusCounts } from "#components/list/status-counts";
import type { JobRow } from "#lib/api/rows";
import { jobRow } from "#lib/client/testing/watch-data";
import { jobColumns } from "#lib/printers/columns";

const job = (uid: string, status = "Running") => jobRow({ uid, name: uid, status });
const [a, b, c] = [job("a"), job("b"), job("c")];

describe("what differs between two lists", () => {
  it("is the rows that were changed in their places", () => {
    const failed = job("b", "Failed");
    expect(rowChanges([a, b, c], [a, failed, c])).toEqual([{ was: b, is: failed }]);
    expect(rowChanges([a, b], [a, b])).toEqual([]);
  });

  it.each([
    ["one came", [a, b], [a, b, c]],
    ["one went", [a, b], [a]],
    ["one came for another", [a, b], [a, c]],
    ["two changed places", [a, b], [b, a]],
  ])("is more than changes where %s", (_, before, after) => {
    expect(rowChanges(before, after)).toBeNull();
  });
});

/** Lists one after the other: rows are changed, some come and go. */
const lists = fc
  .array(
    fc.record({
      uid: fc.constantFrom("a", "b", "c", "d"),
      status: fc.constantFrom("Failed", "Complete", "FailureTarget", null),
    }),
    { maxLength: 40 },
  )
  .map((steps) => {
    const rows = new Map<string, JobRow>([["a", a]]);
    return steps.map(({ uid, status }) => {
      if (status === null) rows.delete(uid);
      else rows.set(uid, job(uid, status));
      return [...rows.values()];
    });
  });

describe("what is known of a list by the changes since the last one", () => {
  it("is how many rows are in each state", () => {
    fc.assert(
      fc.property(lists, (all) => {
        const statusesOf = ({ status }: JobRow) => [status];
        for (const rows of all) {
          const counted = [...statusCounts(rows, statusesOf)].sort();
          expect(counted).toEqual([...countStatuses(rows, statusesOf)].sort());
        }
      }),
    );
  });

  it("is how long the longest cell of each column is", () => {
    fc.assert(
      fc.property(lists, (all) => {
        const columns = [...jobColumns];
        for (const rows of all) {
          const longest = columns.map(({ ticking, text }) =>
            ticking ? 0 : Math.max(0, ...rows.map((row) => text(row, 0).length)),
          );
          expect(longestTexts(columns, rows)).toEqual(longest);
        }
      }),
    );
  });
});
