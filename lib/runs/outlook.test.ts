import { expect, test } from "vitest";
import type { Reason } from "#lib/api/runs";
import type { CronJob, Job } from "#lib/kubernetes/types";
import { missedRuns } from "#lib/runs/missed-runs";
import { nextChange } from "#lib/runs/next-change";
import { outlookOf } from "#lib/runs/outlook";
import { at, minute, noon, run } from "#lib/runs/testing/runs";

function cronJob(spec: NonNullable<CronJob["spec"]>, status: CronJob["status"] = {}): CronJob {
  const metadata = {
    name: "etl",
    namespace: "data",
    uid: "uid-etl",
    resourceVersion: "1",
    creationTimestamp: at(-100 * minute),
  };
  const limits = { successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1 };
  return { metadata, spec: { schedule: "*/5 * * * *", ...limits, ...spec }, status };
}

const reason: Reason = { word: "Why", sentence: "it is so", tone: "failed", source: "a test" };
const say = (
  cronJob: CronJob,
  jobs: readonly Job[],
  now = noon,
  reasonOf: (job: Job) => Reason | null = () => reason,
) => {
  const missed = missedRuns(cronJob, jobs, [], now);
  const outlook = outlookOf({ cronJob, jobs, missed, reasonOf }, now);
  return { outlook, until: nextChange(cronJob, jobs, now) };
};

const scheduled = { lastScheduleTime: at(-5 * minute) };

test("a healthy CronJob has its next run, its last result and a strip without gaps", () => {
  const jobs = [run(15, 30), run(10, 40), run(5, 50)];
  const { outlook, until } = say(cronJob({}, scheduled), jobs, noon - 1_000);
  expect(outlook).toMatchObject({
    next: { at: at(0) },
    zone: { name: "UTC", assumed: true, matters: false },
    last: { result: "Complete", duration: 50_000, ended: at(-5 * minute + 50) },
    missed: null,
    usual: { p50: 40_000, p95: 50_000, runs: 3 },
    slow: null,
    suspension: null,
  });
  expect(outlook.strip.map(({ kind }) => kind)).toEqual(["run", "run", "run"]);
  expect(until).toBe(noon);
});

test("a tick that nobody takes up is missed only when it had time to be taken up", () => {
  const jobs = [run(15, 30), run(10, 40), run(5, 50)];
  const due = say(cronJob({}, scheduled), jobs, noon + 1_000);
  expect(due.outlook.missed).toBeNull();
  expect(due.outlook.next).toEqual({ at: at(5 * minute) });
  expect(due.until).toBe(noon + 20_000);
  const missed = say(cronJob({}, scheduled), jobs, due.until ?? 0).outlook;
  expect(missed.missed).toMatchObject({ count: 1, newest: { scheduled: at(0) } });
  expect(missed.strip.at(-1)).toMatchObject({ kind: "missed", count: 1 });
});

test("the reason is that of the newest run, and the last result that of the newest that ended", () => {
  const asked: string[] = [];
  const jobs = [run(5, null), run(15, 30), run(10, 40, "Failed")];
  const { outlook } = say(cronJob({}, scheduled), jobs, noon - 1_000, (job) => {
    asked.push(job.metadata.name);
    return null;
  });
  expect(asked).toEqual([run(5, null).metadata.name]);
  expect(outlook.last).toMatchObject({ result: "Failed", ended: at(-10 * minute + 40) });
  expect(outlook.reason).toBeNull();
});

test("a run that goes on for much longer than usual is slow from a moment that is known before", () => {
  const jobs = [run(25, 60), run(20, 60), run(15, 60), run(5, null)];
  const suspended = cronJob({ suspend: true }, scheduled);
  const early = say(suspended, jobs, noon - 4 * minute * 1000);
  expect(early.outlook.slow).toBeNull();
  expect(early.until).toBe(noon - 5 * minute * 1000 + 90_000);
  expect(say(suspended, jobs, early.until ?? 0).outlook.slow).toEqual({
    name: run(5, null).metadata.name,
    started: at(-5 * minute),
  });
});

test("while it is suspended nothing is due and nothing counts as missed", () => {
  const { outlook, until } = say(cronJob({ suspend: true }, scheduled), [run(30, 10)]);
  expect(outlook.next).toEqual({ at: null, why: "suspended" });
  expect(outlook.suspension).toEqual({ since: null, by: null, reason: null, until: null });
  expect(outlook.missed).toBeNull();
  expect(until === null || until > noon).toBe(true);
});

test.each([
  ["every quarter of an hour, in any zone", "*/15 * * * *", undefined, false],
  ["at an hour, in a zone nobody knows", "0 3 * * *", undefined, true],
  ["at an hour, in a zone that is set", "0 3 * * *", "Europe/Berlin", false],
  ["every so often", "@every 7h", undefined, false],
])("%s: the zone is a guess that matters, or not", (_, schedule, timeZone, matters) => {
  const spec = timeZone === undefined ? { schedule } : { schedule, timeZone };
  expect(say(cronJob(spec), []).outlook.zone.matters).toBe(matters);
});

test("a schedule nobody can read has no next run, no misses and no end of waiting", () => {
  const { outlook, until } = say(cronJob({ schedule: "soon" }), []);
  expect(outlook).toMatchObject({ next: { at: null, why: "unreadable" }, missed: null, strip: [] });
  expect(until).toBeNull();
});

test.each([1e9, 1e15, 1e20, Number.MAX_VALUE])(
  "R11: a deadline of %s seconds is one that nothing ever passes",
  (startingDeadlineSeconds) => {
    const { outlook } = say(cronJob({ startingDeadlineSeconds }, scheduled), [run(5, 50)]);
    expect(outlook.next).toEqual({ at: at(5 * minute) });
  },
);
