import { describe, expect, it } from "vitest";
import {
  cronJobs as cronJobResource,
  jobs as jobResource,
  pods as podResource,
} from "#lib/kubernetes/resources";
import type { Column } from "#lib/printers/column";
import { cronJobColumns, jobColumns, namespaceColumn, podColumns } from "#lib/printers/columns";
import { printCronJob } from "#lib/printers/cronjob";
import { printJob } from "#lib/printers/job";
import { printPod } from "#lib/printers/pod";
import golden from "./testdata/golden-cells.json" with { type: "json" };

type Case = (typeof golden.cases)[number];

const cronJobOf = (object: unknown) => cronJobResource("v1").reduce(object);
const jobOf = (object: unknown) => jobResource.reduce(object);
const named = (name: string) => ({ name, namespace: "demo", uid: name });
const podOf = (object: unknown) => podResource.reduce(object);

/** Header and cell of every column, printed at a moment. */
function table<Row>(columns: readonly Column<Row>[], row: Row, nowMs: number) {
  return columns.map((column) => ({ ...column, cell: column.text(row, nowMs) }));
}

function printed({ kind, object, now }: Case) {
  const nowMs = Date.parse(now);
  if (kind === "CronJob") return table(cronJobColumns, printCronJob(cronJobOf(object)), nowMs);
  if (kind === "Job") return table(jobColumns, printJob(jobOf(object)), nowMs);
  return table(podColumns, printPod(podOf(object)), nowMs);
}

describe("a table prints what kubectl 1.37 prints", () => {
  it.each(golden.cases)("$id: $title", (goldenCase) => {
    expect(printed(goldenCase).map(({ cell }) => cell)).toEqual(goldenCase.cells.map(String));
  });

  it.each([
    ["CronJob", golden.meta.columns.CronJob["1.30+"]],
    ["Job", golden.meta.columns.Job["1.30+"]],
    ["Pod", golden.meta.columns.Pod.all],
  ])("has kubectl's columns of a %s, the wide ones with -o wide only", (kind, columns) => {
    const first = golden.cases.find((each) => each.kind === kind);
    expect(first && printed(first).map(({ header, wide }) => [header, Number(wide)])).toEqual(
      columns.map(([name, priority]) => [String(name).toUpperCase(), priority]),
    );
  });

  it("tells which cells change by themselves", () => {
    const ticking = [...cronJobColumns, ...jobColumns, ...podColumns]
      .filter((column) => column.ticking)
      .map((column) => column.id);
    expect(ticking).toEqual(["last schedule", "age", "duration", "age", "restarts", "age"]);
  });

  it("names the namespace with -A", () => {
    expect([namespaceColumn.header, namespaceColumn.text({ namespace: "prod" }, 0)]).toEqual([
      "NAMESPACE",
      "prod",
    ]);
  });

  it("prints <unknown> for a zero last schedule, as the API server does", () => {
    const row = printCronJob(
      cronJobOf({ metadata: named("zero"), status: { lastScheduleTime: "0001-01-01T00:00:00Z" } }),
    );
    expect(table(cronJobColumns, row, 0).find(({ id }) => id === "last schedule")?.cell).toBe(
      "<unknown>",
    );
  });
});

describe("a click on a header sorts", () => {
  const now = Date.parse("2026-03-10T12:00:00Z");

  /** The names in the column's ascending order. */
  function sorted<Row extends { name: string }>(
    columns: readonly Column<Row>[],
    id: string,
    rows: readonly Row[],
  ): string {
    const column = columns.find((each) => each.id === id);
    if (!column) throw new Error(`no column ${id}`);
    return rows
      .toSorted((a, b) => column.compare(a, b, now))
      .map((row) => row.name)
      .join(" ");
  }

  const job = (name: string, completions: string, started: string | null, completed?: string) => ({
    ...printJob(jobOf({ metadata: { ...named(name), creationTimestamp: started } })),
    completions,
    started,
    completed: completed ?? null,
  });
  const jobs = [
    job("new", "0/1", "2026-03-10T11:59:00Z"),
    job("none", "10/10", null),
    job("long", "9/10", "2026-03-10T08:00:00Z", "2026-03-10T10:00:00Z"),
    job("short", "9/9", "2026-03-10T11:00:00Z", "2026-03-10T11:00:30Z"),
    job("queue", "0/1 of 3", "2026-03-10T11:30:00Z"),
  ];

  it.each([
    ["name", "long new none queue short"],
    ["completions", "new queue short long none"],
    ["duration", "short new queue long none"],
    ["age", "new queue short long none"],
  ])("Jobs by %s", (id, names) => {
    expect(sorted(jobColumns, id, jobs)).toBe(names);
  });

  const pod = (name: string, ready: string, restarts: number) => ({
    ...printPod(podOf({ metadata: named(name) })),
    ready,
    restarts,
  });
  const pods = [pod("b", "1/2", 12), pod("a", "10/10", 2), pod("c", "1/1", 0)];

  it.each([
    ["restarts", "c a b"],
    ["ready", "c b a"],
    ["name", "a b c"],
    ["age", "b a c"],
  ])("Pods by %s", (id, names) => {
    expect(sorted(podColumns, id, pods)).toBe(names);
  });

  it("CronJobs by what runs and when they last ran", () => {
    const cronJob = (name: string, active: number, lastSchedule: string | null) => ({
      ...printCronJob(cronJobOf({ metadata: named(name) })),
      active,
      lastSchedule,
    });
    const cronJobs = [
      cronJob("never", 10, null),
      cronJob("old", 9, "2026-03-09T11:59:00Z"),
      cronJob("now", 0, "2026-03-10T11:59:00Z"),
    ];
    expect(sorted(cronJobColumns, "active", cronJobs)).toBe("now old never");
    expect(sorted(cronJobColumns, "last schedule", cronJobs)).toBe("now old never");
  });
});
