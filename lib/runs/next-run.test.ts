import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { NextRun } from "#lib/api/runs";
import type { CronJob } from "#lib/kubernetes/types";
import { nextRun, nextRuns } from "#lib/runs/next-run";

interface Vector {
  readonly schedule: string;
  readonly timeZone: string | null;
  readonly after: string;
  readonly next: readonly string[];
}

const golden: {
  readonly cronNext: { readonly cases: readonly Vector[] };
  readonly cronInvalid: { readonly cases: readonly { readonly schedule: string }[] };
} = JSON.parse(
  readFileSync(new URL("../printers/testdata/golden-cells.json", import.meta.url), "utf8"),
);

const at = (instant: string) => Date.parse(instant);
const created = "2026-03-10T12:00:00Z";

function cronJob(spec: CronJob["spec"], more: Partial<CronJob["metadata"]> = {}): CronJob {
  const identity = { name: "c", namespace: "n", uid: "u", resourceVersion: "1" };
  return { metadata: { ...identity, creationTimestamp: created, ...more }, spec };
}

describe("the next runs", () => {
  it.each(golden.cronNext.cases)("of $schedule in $timeZone after $after", (vector) => {
    const { schedule, timeZone, after, next } = vector;
    // What `@every` counts from is the creation.
    const job = cronJob({ schedule, timeZone }, { creationTimestamp: after });
    const { runs } = nextRuns(job, at(after), Math.max(1, next.length));
    expect(runs.map((run) => run.at)).toEqual(next);
    expect(nextRun(job, at(after))).toEqual(
      next[0] === undefined ? { at: null, why: "never" } : { at: next[0] },
    );
  });

  it.each(golden.cronInvalid.cases.filter(({ schedule }) => !schedule.includes("TZ=")))(
    "are none where the controller cannot read $schedule",
    ({ schedule }) => {
      const job = cronJob({ schedule });
      expect(nextRun(job, at(created))).toEqual({ at: null, why: "unreadable" });
      expect(nextRuns(job, at(created), 3)).toMatchObject({ runs: [], zone: null });
    },
  );

  const every = { schedule: "@every 90s" };
  it.each<[string, CronJob, NextRun]>([
    [
      "none while suspended",
      cronJob({ schedule: "0 * * * *", suspend: true }),
      { at: null, why: "suspended" },
    ],
    [
      "none once it is being deleted",
      cronJob({ schedule: "0 * * * *" }, { deletionTimestamp: created }),
      { at: null, why: "deleted" },
    ],
    [
      "none in a zone nobody knows",
      cronJob({ schedule: "0 * * * *", timeZone: "Mars/Olympus" }),
      { at: null, why: "unreadable" },
    ],
    [
      "none with a deadline of 0, which is always over",
      cronJob({ schedule: "0 * * * *", startingDeadlineSeconds: 0 }),
      { at: null, why: "never" },
    ],
    [
      "none where @every is longer than the deadline it is counted from",
      cronJob({ ...every, startingDeadlineSeconds: 89 }),
      { at: null, why: "never" },
    ],
    [
      "one where it is not longer",
      cronJob({ ...every, startingDeadlineSeconds: 90 }),
      { at: "2026-03-10T13:01:30Z" },
    ],
    [
      "@every counts from the last start",
      { ...cronJob(every), status: { lastScheduleTime: "2026-03-10T12:59:10Z" } },
      { at: "2026-03-10T13:00:40Z" },
    ],
    [
      "@every counts on over what the controller left out",
      { ...cronJob(every), status: { lastScheduleTime: "2026-03-10T12:55:00Z" } },
      { at: "2026-03-10T13:01:00Z" },
    ],
    [
      "a zone in the schedule wins",
      cronJob({ schedule: "TZ=Asia/Tokyo 0 9 * * *", timeZone: "Europe/Paris" }),
      { at: "2026-03-11T00:00:00Z" },
    ],
  ])("%s", (_, job, next) => {
    expect(nextRun(job, at("2026-03-10T13:00:00Z"))).toEqual(next);
  });
});

describe("the zone", () => {
  it.each<[CronJob["spec"], string, boolean]>([
    [{ schedule: "0 9 * * *" }, "UTC", true],
    [{ schedule: "0 9 * * *", timeZone: null }, "UTC", true],
    [{ schedule: "0 9 * * *", timeZone: "Etc/UTC" }, "Etc/UTC", false],
    [{ schedule: "0 9 * * *", timeZone: "Europe/Paris" }, "Europe/Paris", false],
    [{ schedule: "CRON_TZ=Asia/Tokyo 0 9 * * *" }, "Asia/Tokyo", false],
  ])("of %j is %s, assumed: %s", (spec, zone, zoneAssumed) => {
    expect(nextRuns(cronJob(spec), at(created), 1)).toMatchObject({ zone, zoneAssumed });
  });
});

describe("R14: what the clocks do between two runs", () => {
  const daily = "30 2 * * *";
  it.each<[string, string, string, string, [string, string | null][]]>([
    [
      "forward: a time that is skipped is no run",
      daily,
      "Europe/Paris",
      "2026-03-27T12:00:00Z",
      [
        ["2026-03-28T01:30:00Z", null],
        ["2026-03-30T00:30:00Z", "clocks go forward an hour"],
        ["2026-03-31T00:30:00Z", null],
      ],
    ],
    [
      "back: a time that is repeated is two runs",
      daily,
      "Europe/Paris",
      "2026-10-24T12:00:00Z",
      [
        ["2026-10-25T00:30:00Z", null],
        ["2026-10-25T01:30:00Z", "clocks go back an hour"],
        ["2026-10-26T01:30:00Z", null],
      ],
    ],
    [
      "between now and the first",
      "0 12 * * *",
      "America/New_York",
      "2026-10-31T20:00:00Z",
      [["2026-11-01T17:00:00Z", "clocks go back an hour"]],
    ],
    [
      "by half an hour: cron's search by hours passes over noon of that day",
      "0 12 * * *",
      "Australia/Lord_Howe",
      "2026-04-04T04:00:00Z",
      [["2026-04-06T01:30:00Z", "clocks go back 30 minutes"]],
    ],
    [
      "nothing to @every",
      "@every 24h",
      "Europe/Paris",
      "2026-10-24T12:00:00Z",
      [["2026-10-25T12:00:00Z", null]],
    ],
    [
      "nothing where they never change",
      daily,
      "Asia/Kolkata",
      "2026-10-24T12:00:00Z",
      [["2026-10-24T21:00:00Z", null]],
    ],
  ])("%s", (_, schedule, timeZone, now, runs) => {
    const found = nextRuns(cronJob({ schedule, timeZone }), at(now), runs.length).runs;
    expect(found.map(({ at, note }) => [at, note])).toEqual(runs);
  });
});
