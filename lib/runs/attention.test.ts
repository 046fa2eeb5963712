import { expect, test } from "vitest";
import { type Attention, compareAttention } from "#lib/api/overview";
import type { Reason } from "#lib/api/runs";
import type { CronJob, Job } from "#lib/kubernetes/types";
import { cronJobAttention, jobAttention, podAttention } from "#lib/runs/attention";
import { missedRuns } from "#lib/runs/missed-runs";
import { outlookOf } from "#lib/runs/outlook";
import { job, pod } from "#lib/runs/testing/objects";
import { at, minute, noon, run } from "#lib/runs/testing/runs";
import { inEnglish } from "#lib/texts/wording";

const day = 86_400;

function cronJob(spec: NonNullable<CronJob["spec"]> = {}, more: object = {}): CronJob {
  const metadata = {
    name: "etl",
    namespace: "data",
    uid: "uid-etl",
    resourceVersion: "1",
    creationTimestamp: at(-100 * minute),
    ...more,
  };
  const limits = { successfulJobsHistoryLimit: 5, failedJobsHistoryLimit: 5 };
  const status = { lastScheduleTime: at(-5 * minute) };
  return { metadata, spec: { schedule: "*/5 * * * *", ...limits, ...spec }, status };
}

const why = (tone: Reason["tone"]): Reason => ({
  word: "Why",
  sentence: "it is so",
  tone,
  source: "a test",
});

function attentionTo(
  object: CronJob,
  jobs: readonly Job[],
  { now = noon, reason = null }: { now?: number; reason?: Reason | null } = {},
) {
  const missed = missedRuns(object, jobs, [], now);
  const outlook = outlookOf({ cronJob: object, jobs, missed, reasonOf: () => reason }, now);
  return cronJobAttention({ cronJob: object, outlook, missed, failure: reason }, now);
}

const before = [10, 15, 20].map((minutes) => run(minutes, 30));

test("a CronJob whose runs succeed needs no eyes", () => {
  expect(attentionTo(cronJob(), [run(5, 30), ...before]).attention).toBeNull();
});

test("one that fails needs eyes since the first failure after a success, whose number is told", () => {
  const jobs = [run(5, 30, "Failed"), run(10, 30, "Failed"), run(15, 30)];
  expect(attentionTo(cronJob(), jobs, { reason: why("failed") }).attention).toMatchObject({
    kind: "cronjob",
    namespace: "data",
    name: "etl",
    trouble: "failing",
    since: at(-10 * minute + 30),
    word: "Why",
    sentence: "it is so; 2 in a row",
    run: run(5, 30).metadata.name,
  });
});

test("one that failed and runs again is failing until that run succeeds", () => {
  const jobs = [run(5, null), run(10, 30, "Failed"), run(15, 30)];
  expect(attentionTo(cronJob(), jobs).attention).toMatchObject({
    trouble: "failing",
    sentence: "the last run failed",
  });
});

test("what waits needs eyes after a quarter of an hour, what is stuck at once", () => {
  const jobs = [run(5, null), ...before.slice(0, 2)];
  const waits = attentionTo(cronJob(), jobs, { reason: why("waiting") });
  expect(waits.attention).toBeNull();
  expect(waits.until).toBe(noon + 10 * minute * 1000);
  const later = { reason: why("waiting"), now: noon + 10 * minute * 1000 };
  expect(
    attentionTo(cronJob({ concurrencyPolicy: "Forbid" }), jobs, later).attention,
  ).toMatchObject({ trouble: "stuck", since: at(-5 * minute) });
  expect(attentionTo(cronJob(), jobs, { reason: why("stuck") }).attention?.trouble).toBe("stuck");
});

test("missed runs are counted since the first of them", () => {
  const jobs = [20, 25].map((minutes) => run(minutes, 30));
  const { attention } = attentionTo(cronJob(), jobs);
  expect(attention).toMatchObject({ trouble: "missed", since: at(-15 * minute), word: "Missed" });
  expect(inEnglish(attention?.sentence ?? "")).toMatch(/^2 runs: /);
});

test("a run that nobody took up is late, not missed", () => {
  const { attention } = attentionTo(cronJob(), [run(5, 30), ...before], {
    now: noon + 40_000,
  });
  expect(attention).toMatchObject({ trouble: "late", since: at(0), word: "Late" });
  expect(inEnglish(attention?.sentence ?? "")).toMatch(/^1 run: /);
});

test("a run that takes much longer than usual is slow since it started", () => {
  const forbid = cronJob({ concurrencyPolicy: "Forbid", schedule: "0 * * * *" });
  const hourly = [-60, -120, -180].map((minutes) => run(-minutes, 30));
  const object = { ...forbid, status: { lastScheduleTime: at(0) } };
  const slow = attentionTo(object, [run(0, null), ...hourly], { now: noon + 600_000 });
  expect(slow.attention).toMatchObject({ trouble: "slow", since: at(0) });
  expect(inEnglish(slow.attention?.sentence ?? "")).toMatch(
    /usually done within 30s \(p95 of 3 runs\)$/,
  );
});

const suspended = (seconds: number, annotations: object = {}) =>
  cronJob(
    { suspend: true },
    {
      annotations: { "batchboard/suspended-at": at(seconds), ...annotations },
      managedFields: [
        {
          manager: "batchboard",
          operation: "Update",
          time: at(seconds),
          fieldsV1: { "f:spec": { "f:suspend": {} } },
        },
      ],
    },
  );

test("a suspension needs eyes after a week, or once it was to be over", () => {
  const fresh = attentionTo(suspended(-6 * day), []);
  expect(fresh.attention).toBeNull();
  expect(fresh.until).toBe(noon + day * 1000);
  const by = { "batchboard/suspended-by": "ada", "batchboard/suspended-reason": "migration" };
  expect(attentionTo(suspended(-8 * day, by), []).attention).toMatchObject({
    trouble: "suspended",
    since: at(-8 * day),
    word: "Suspended",
    sentence: "suspended by ada: migration",
  });
  const overdue = suspended(-day, { ...by, "batchboard/suspended-until": at(-minute) });
  expect(attentionTo(overdue, []).attention).toMatchObject({
    since: at(-minute),
    word: "Overdue",
    sentence: "was to be resumed; suspended by ada: migration",
  });
});

test("one that is suspended is not asked how its runs went", () => {
  const jobs = [run(5, 30, "Failed")];
  expect(attentionTo(suspended(-day), jobs, { reason: why("failed") }).attention).toBeNull();
});

test("one that is being deleted needs no eyes", () => {
  const deleted = cronJob({}, { deletionTimestamp: at(-10) });
  expect(attentionTo(deleted, [run(5, 30, "Failed")]).attention).toBeNull();
});

test("a Job of its own that failed needs eyes since its end", () => {
  const conditions = [{ type: "Failed", status: "True", lastTransitionTime: at(-30) }];
  const failed = job({}, { conditions });
  expect(jobAttention(failed, why("failed"), noon).attention).toMatchObject({
    kind: "job",
    trouble: "failed",
    since: at(-30),
    run: "etl",
  });
  expect(jobAttention(job(), null, noon).attention).toBeNull();
});

test("a Job that somebody suspended is asked after a week whether it still has to be", () => {
  const reason: Reason = { ...why("stuck"), word: "Suspended" };
  const held = job({ suspend: true }, {}, { annotations: { "batchboard/suspended-at": at(-day) } });
  expect(jobAttention(held, reason, noon)).toEqual({
    attention: null,
    until: noon + 6 * day * 1000,
  });
  const long = job(
    { suspend: true },
    {},
    { annotations: { "batchboard/suspended-at": at(-8 * day) } },
  );
  expect(jobAttention(long, reason, noon).attention?.trouble).toBe("suspended");
});

test("a Pod of its own that is stuck needs eyes since it was made", () => {
  const stuck = pod({ name: "lonely", created: at(-90) });
  expect(podAttention(stuck, why("stuck"), noon).attention).toMatchObject({
    kind: "pod",
    name: "lonely",
    trouble: "stuck",
    since: at(-90),
  });
});

test("the worst comes first, then what is so for longest; of what failed by itself the newest", () => {
  const entry = (name: string, trouble: Attention["trouble"], since: string | null) =>
    ({ namespace: "a", name, trouble, since }) as Attention;
  const all = [
    entry("suspended", "suspended", at(-900 * day)),
    entry("failed-old", "failed", at(-2 * day)),
    entry("failed-unknown", "failed", null),
    entry("failed-new", "failed", at(-1)),
    entry("slow", "slow", at(-1)),
    entry("missed", "missed", at(-1)),
    entry("late", "late", at(-1)),
    entry("stuck-unknown", "stuck", null),
    entry("stuck", "stuck", at(-5)),
    entry("failing-b", "failing", at(-5)),
    entry("failing-a", "failing", at(-5)),
    entry("failing-long", "failing", at(-500)),
  ];
  expect(all.toSorted(compareAttention).map(({ name }) => name)).toEqual([
    "failing-long",
    "failing-a",
    "failing-b",
    "stuck",
    "stuck-unknown",
    "late",
    "missed",
    "failed-new",
    "failed-old",
    "failed-unknown",
    "slow",
    "suspended",
  ]);
});
