import { afterEach, beforeEach, expect, test } from "vitest";
import type { Attention, FailedRun } from "#lib/api/overview";
import { type EventStream, Served } from "#lib/server/testing/served";

let served: Served;
beforeEach(async () => {
  served = await Served.start();
  served.api.now = () => served.clock.now();
});
afterEach(async () => {
  await served.close();
  expect(served.errors).toEqual([]);
});

const begin = Date.parse("2026-03-10T12:00:00Z");
const at = (seconds: number) =>
  new Date(begin + seconds * 1000).toISOString().replace(".000Z", "Z");

function applyCronJob(name: string, spec: object = {}): void {
  served.api.apply("cronjobs", {
    metadata: { name, uid: `cron-${name}`, creationTimestamp: at(-600) },
    spec: { schedule: "0 * * * *", ...spec },
    status: { lastScheduleTime: at(0) },
  });
}

function applyJob(name: string, conditions: readonly object[], owner?: string): void {
  const ownerReferences = owner
    ? [{ kind: "CronJob", name: owner, uid: `cron-${owner}`, controller: true }]
    : [];
  served.api.apply("jobs", {
    metadata: {
      name,
      uid: `job-${name}`,
      creationTimestamp: at(-60),
      annotations: owner ? { "batch.kubernetes.io/cronjob-scheduled-timestamp": at(0) } : {},
      ownerReferences,
    },
    spec: { backoffLimit: 0, template: { spec: { restartPolicy: "Never" } } },
    status: { startTime: at(-60), conditions },
  });
}

const failed = (second: number) => [
  {
    type: "Failed",
    status: "True",
    reason: "BackoffLimitExceeded",
    lastTransitionTime: at(second),
  },
];
const complete = [{ type: "Complete", status: "True", lastTransitionTime: at(-5) }];

const names = (view: EventStream) =>
  [...view.beside<Attention>("attention").values()].map(({ name }) => name).sort();

test("the overview tells what needs eyes and what failed of late, and no row of what is well", async () => {
  applyCronJob("well");
  applyJob("well-1", complete, "well");
  applyCronJob("ill");
  applyJob("ill-1", failed(-30), "ill");
  applyJob("alone", failed(-20));
  applyJob("long-ago", failed(-90_000));
  const view = await served.stream("watch", "view=overview&ns=*");
  await view.until(() => names(view).length === 3, "all that is ill");
  expect(names(view)).toEqual(["alone", "ill", "long-ago"]);
  const failures = [...view.beside<FailedRun>("failures").values()];
  expect(failures.map(({ name, cronJob }) => [name, cronJob]).sort()).toEqual([
    ["alone", null],
    ["ill-1", "ill"],
  ]);
  expect(view.frames[0].tables).toEqual({});
  await view.until(() => view.last("overview")?.totals.failures === 2, "the counts");
  expect(view.last("overview")).toEqual({
    totals: { troubles: { failed: 2, failing: 1 }, kinds: { cronjob: 1, job: 2 }, failures: 2 },
    tally: { cronjobs: { Complete: 1, Failed: 1 }, jobs: { Complete: 1, Failed: 3 }, pods: {} },
  });
});

test("what becomes well goes, and what becomes ill comes, while one looks", async () => {
  applyCronJob("etl");
  applyJob("etl-1", complete, "etl");
  const view = await served.stream("watch", "view=overview&ns=*");
  await view.until(() => view.last("overview")?.tally.jobs.Complete === 1, "the first Job");
  expect(names(view)).toEqual([]);
  applyJob("etl-1", failed(-1), "etl");
  await view.until(() => names(view).includes("etl"), "the failure");
  expect(view.last("overview").tally.jobs).toEqual({ Failed: 1 });
  applyJob("etl-1", complete, "etl");
  await view.until(() => names(view).length === 0, "the success");
  served.api.remove("jobs", "default", "etl-1");
  await view.until(() => view.last("overview").tally.jobs.Complete === undefined, "its end");
});

test("the day ahead follows CronJobs as they come, change and go, and the time", async () => {
  applyCronJob("hourly");
  const view = await served.stream("watch", "view=overview&ns=*");
  await view.until(() => view.last("ahead")?.minutes.length === 24, "the hours");
  expect(view.last("ahead").next[0]).toMatchObject({ name: "hourly", at: at(3_600) });
  applyCronJob("daily", { schedule: "30 12 * * *" });
  await view.until(() => view.last("ahead").minutes.length === 25, "one more");
  expect(view.last("ahead").next[0]).toMatchObject({ name: "daily" });
  applyCronJob("daily", { schedule: "30 12 * * *", suspend: true });
  await view.until(() => view.last("ahead").next[0].name === "hourly", "its suspension");
  expect(view.last("ahead").minutes.find(([, runs]: number[]) => runs === 0)).toBeDefined();
  served.api.remove("cronjobs", "default", "daily");
  await view.until(() => view.last("ahead").minutes.length === 24, "its end");
  const { from } = view.last("ahead");
  await served.clock.advance(60_000);
  await view.until(() => view.last("ahead").from > from, "the next minute");
});

test("only chosen namespaces are told of", async () => {
  applyJob("here", failed(-20));
  served.api.apply("jobs", {
    metadata: { name: "there", namespace: "other", uid: "job-there" },
    status: { startTime: at(-60), conditions: failed(-10) },
  });
  const view = await served.stream("watch", "view=overview&ns=other");
  await view.until(() => names(view).includes("there"), "the other namespace");
  await view.until(() => view.last("overview")?.tally.jobs.Failed === 1, "the counts");
  expect(names(view)).toEqual(["there"]);
});

test("of a cluster where everything is broken the foremost are told, and how many there are", async () => {
  for (let i = 0; i < 260; i++) applyJob(`broken-${i}`, failed(-i - 1));
  const view = await served.stream("watch", "view=overview&ns=*");
  await view.until(() => view.last("overview")?.totals.troubles.failed === 260, "all of them");
  const told = [...view.beside<Attention>("attention").values()];
  expect(told).toHaveLength(200);
  expect(told.some(({ name }) => name === "broken-0")).toBe(true);
  expect(told.some(({ name }) => name === "broken-259")).toBe(false);
  served.api.remove("jobs", "default", "broken-0");
  await view.until(() => names(view).includes("broken-200"), "the next in line");
  expect([...view.beside("attention").values()]).toHaveLength(200);
});
