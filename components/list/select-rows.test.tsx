import { describe, expect, it } from "vitest";
import {
  closestName,
  countStatuses,
  matchName,
  matchStatus,
  sortRows,
} from "#components/list/select-rows";
import { jobRow } from "#lib/client/testing/watch-data";
import { jobColumns } from "#lib/printers/columns";

const now = Date.parse("2026-03-10T12:00:00Z");
const rows = [
  jobRow({ namespace: "a", name: "backup-10", status: "Failed", created: "2026-03-10T11:00:00Z" }),
  jobRow({ namespace: "a", name: "backup-2", created: "2026-03-10T11:50:00Z" }),
  jobRow({ namespace: "b", name: "sweep", created: "2026-03-09T12:00:00Z" }),
  jobRow({ namespace: "b", name: "web-backup", created: null, completions: "10/10" }),
];
const names = (list: readonly { name: string }[]) => list.map(({ name }) => name).join(" ");
const statusesOf = (row: { status: string }) => [row.status];

describe("filter by name", () => {
  it.each([
    ["", "backup-10 backup-2 sweep web-backup"],
    ["BACKUP", "backup-10 backup-2 web-backup"],
    [" sweep ", "sweep"],
    ["b/web", "web-backup"],
    ["a/", "backup-10 backup-2"],
    ["nothing", ""],
  ])("%j leaves %j", (q, left) => {
    expect(names(matchName(rows, q))).toBe(left);
  });
});

describe("filter by status", () => {
  it("leaves the rows in any of the named states", () => {
    expect(names(matchStatus(rows, ["Failed"], statusesOf))).toBe("backup-10");
    expect(matchStatus(rows, ["Failed", "Running"], statusesOf)).toHaveLength(4);
    expect(matchStatus(rows, [], statusesOf)).toBe(rows);
  });

  it("tells how many there are of each", () => {
    expect([...countStatuses(rows, statusesOf)]).toEqual([
      ["Failed", 1],
      ["Running", 3],
    ]);
  });
});

describe("sort", () => {
  const sorted = (column: string, descending = false) =>
    names(sortRows(rows, jobColumns, { column, descending }, now));

  it("leaves kubectl's order where no column is asked for, or one that does not exist", () => {
    expect(sortRows(rows, jobColumns, null, now)).toBe(rows);
    expect(sortRows(rows, jobColumns, { column: "phase", descending: false }, now)).toBe(rows);
  });
  it("goes by numbers in COMPLETIONS and keeps kubectl's order among equals", () => {
    expect(sorted("completions", true)).toBe("web-backup backup-10 backup-2 sweep");
  });
  it("puts the youngest first by AGE and what has none last", () => {
    expect(sorted("age")).toBe("backup-2 backup-10 sweep web-backup");
  });
});

describe("the closest name to one that matches nothing", () => {
  it.each([
    ["ledgr", "settle-ledger"],
    ["setle", "settle-ledger"],
    ["fx-rate-refresh", "fx-rates-refresh"],
    ["zzzzzz", null],
  ])("for %j is %j", (q, name) => {
    expect(closestName(["settle-ledger", "fx-rates-refresh", "etcd-defrag"], q)).toBe(name);
  });
});
