import { describe, expect, it } from "vitest";
import { decideCronJob } from "./cronjob-decision.ts";
import { jobSpec } from "./testing/cluster.ts";
import type { CronJob, CronJobStatus, Job } from "./workloads.ts";

const at = (time: string) => Date.parse(`2026-03-10T${time}Z`);
const edition = { namesHaveSeconds: false, marksScheduledTime: true, marksSuccess: true };
const meta = (name: string) => ({
  name,
  namespace: "default",
  uid: name,
  resourceVersion: "1",
  creationTimestamp: "2026-03-10T11:58:00Z",
});

function cronJob(spec: object = {}, status: CronJobStatus = {}): CronJob {
  const template = { spec: jobSpec({}) as Job["spec"] };
  return {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: meta("c"),
    spec: { schedule: "0 * * * *", jobTemplate: template, ...spec },
    status,
  };
}

function run(name: string, end?: "Complete" | "Failed", startTime = "2026-03-10T11:00:00Z"): Job {
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: meta(name),
    spec: jobSpec({}) as Job["spec"],
    status: {
      startTime,
      ...(end === "Complete" && { completionTime: "2026-03-10T11:30:00Z" }),
      ...(end && { conditions: [{ type: end, status: "True" }] }),
    },
  };
}

const active = (...names: string[]): CronJobStatus => ({
  active: names.map((name) => ({
    apiVersion: "batch/v1",
    kind: "Job",
    namespace: "default",
    name,
    uid: name,
    resourceVersion: "1",
  })),
});

const decide = (one: CronJob, time: string, jobs: Job[] = []) =>
  decideCronJob(one, jobs, edition, at(time));
const texts = ({ events }: ReturnType<typeof decide>) =>
  events.map(({ type, reason, message }) => `${type} ${reason} ${message}`);

describe("the run a CronJob starts", () => {
  it.each<[string, CronJob, string, string | null]>([
    ["none before its time", cronJob(), "11:59:59", null],
    ["the one that is due", cronJob(), "12:00:00.1", "12:00:00"],
    ["the last of those it missed", cronJob(), "15:30:00", "15:00:00"],
    ["none twice", cronJob({}, { lastScheduleTime: "2026-03-10T12:00:00Z" }), "12:30:00", null],
    ["none while it is suspended", cronJob({ suspend: true }), "12:00:01", null],
    ["none beyond the deadline", cronJob({ startingDeadlineSeconds: 10 }), "12:00:11", null],
    ["one within the deadline", cronJob({ startingDeadlineSeconds: 12 }), "12:00:11", "12:00:00"],
    [
      "by the clock of its zone",
      cronJob({ schedule: "30 13 * * *", timeZone: "Europe/Paris" }),
      "12:31:00",
      "12:30:00",
    ],
    ["every 90 s from its creation", cronJob({ schedule: "@every 90s" }), "12:00:00", "11:59:30"],
    [
      "none beside one it forbids to overlap",
      cronJob({ concurrencyPolicy: "Forbid" }, active("x")),
      "12:01:00",
      null,
    ],
    [
      "one beside another",
      cronJob({ concurrencyPolicy: "Allow" }, active("x")),
      "12:01:00",
      "12:00:00",
    ],
    [
      "none of a name that is at work",
      cronJob(
        { schedule: "@every 5s" },
        { ...active("c-29552398"), lastScheduleTime: "2026-03-10T11:58:05Z" },
      ),
      "11:58:11",
      null,
    ],
  ])("%s", (_, one, time, expected) => {
    const jobs = one.status?.active?.map(({ name }) => run(name)) ?? [];
    expect(decide(one, time, jobs).start).toBe(expected === null ? null : at(expected));
  });

  it("replaces those at work", () => {
    const decision = decide(cronJob({ concurrencyPolicy: "Replace" }, active("x")), "12:01:00", [
      run("x"),
    ]);
    expect(decision.start).toBe(at("12:00:00"));
    expect(decision.replace).toMatchObject([{ name: "x" }]);
  });

  it("is looked for again 100 ms after the next time", () => {
    expect(decide(cronJob(), "11:59:00").retryMs).toBe(60_100);
  });
});

describe("what a CronJob tells", () => {
  it.each<[string, CronJob, string, string]>([
    [
      "of too many missed runs",
      cronJob({ schedule: "* * * * *" }),
      "13:40:00",
      "Warning TooManyMissedTimes too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew",
    ],
    [
      "of a date that never comes",
      cronJob({ schedule: "0 0 30 2 *" }),
      "12:00:00",
      "Warning InvalidSchedule invalid schedule: 0 0 30 2 * : time difference between two schedules is less than 1 second",
    ],
    [
      "of a schedule it cannot read",
      cronJob({ schedule: "x" }),
      "12:00:00",
      'Warning UnparseableSchedule unparseable schedule: "x" : expected exactly 5 fields, found 1: [x]',
    ],
    [
      "of a zone it does not know",
      cronJob({ timeZone: "Mars" }),
      "12:00:00",
      'Warning UnknownTimeZone invalid timeZone: "Mars": unknown time zone Mars',
    ],
    [
      "of a zone in the schedule",
      cronJob({ schedule: "TZ=UTC 0 * * * *" }),
      "11:59:00",
      'Warning UnsupportedSchedule CRON_TZ or TZ used in schedule "TZ=UTC 0 * * * *" is not officially supported, see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details',
    ],
    [
      "of a run that vanished",
      cronJob({}, active("x")),
      "11:59:00",
      "Normal MissingJob Active job went missing: x",
    ],
  ])("%s", (_, one, time, text) => {
    expect(texts(decide(one, time))).toEqual([text]);
  });

  it("of runs that ended or are not its own", () => {
    const decision = decide(cronJob({}, active("x", "y")), "11:59:00", [
      run("x", "Complete"),
      run("y", "Failed"),
      run("z"),
    ]);
    expect(texts(decision)).toEqual([
      "Normal SawCompletedJob Saw completed job: x, condition: Complete",
      "Normal SawCompletedJob Saw completed job: y, condition: Failed",
      "Warning UnexpectedJob Saw a job that the controller did not create or forgot: z",
    ]);
    expect(decision.status).toEqual({ lastSuccessfulTime: "2026-03-10T11:30:00Z" });
  });
});

it("a CronJob forgets the oldest runs beyond its limits", () => {
  const one = cronJob({ successfulJobsHistoryLimit: 1, failedJobsHistoryLimit: 0 });
  const jobs = [
    run("new", "Complete", "2026-03-10T11:10:00Z"),
    run("b", "Complete", "2026-03-10T11:00:00Z"),
    run("a", "Complete", "2026-03-10T11:00:00Z"),
    run("f", "Failed"),
    run("r"),
  ];
  expect(decide(one, "11:59:00", jobs).forget.map(({ metadata }) => metadata.name)).toEqual([
    "a",
    "b",
    "f",
  ]);
});
