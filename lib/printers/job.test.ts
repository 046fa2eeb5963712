import { expect, it } from "vitest";
import type { CronJob, Job } from "#lib/kubernetes/types";
import { cronJobDetail } from "#lib/printers/cronjob";
import { jobDetail, printJob } from "#lib/printers/job";

it("tells a suspended spec from the STATUS, which waits for the condition", () => {
  const row = printJob({ metadata: {}, spec: { suspend: true } } as Job);
  expect([row.suspend, row.status]).toEqual([true, "Running"]);
});

it.each([
  [{ completions: 5, parallelism: 2 }, "1/5"],
  [{ completions: 0 }, "1/0"],
  [{ parallelism: 3 }, "1/1 of 3"],
  [{ parallelism: 1 }, "1/1"],
  [{ completions: null, parallelism: null }, "1/1"],
])("one success of a Job with %j is %s", (spec, completions) => {
  expect(printJob({ metadata: {}, spec, status: { succeeded: 1 } } as Job).completions).toBe(
    completions,
  );
});

it("tells what the Job page says beside the row, and that the Job was made by hand", () => {
  const job: unknown = {
    metadata: { uid: "u1", annotations: { "cronjob.kubernetes.io/instantiate": "manual" } },
    spec: {
      parallelism: 2,
      completions: 6,
      backoffLimit: 0,
      completionMode: "Indexed",
      backoffLimitPerIndex: 0,
    },
    status: {
      active: 2,
      ready: 1,
      terminating: 1,
      failed: 3,
      completedIndexes: "0,3-5",
      conditions: [
        {
          type: "FailureTarget",
          status: "True",
          reason: "BackoffLimitExceeded",
          message: "Job has reached the specified backoff limit",
          lastTransitionTime: "2026-03-10T12:00:00Z",
        },
      ],
    },
  };
  expect(jobDetail(job as Job)).toEqual({
    uid: "u1",
    parallelism: 2,
    completions: 6,
    backoffLimit: 0,
    activeDeadlineSeconds: null,
    ttlSecondsAfterFinished: null,
    completionMode: "Indexed",
    completedIndexes: "0,3-5",
    failedIndexes: "",
    backoffLimitPerIndex: 0,
    maxFailedIndexes: null,
    active: 2,
    ready: 1,
    succeeded: 0,
    failed: 3,
    terminating: 1,
    conditions: [
      {
        type: "FailureTarget",
        status: "True",
        reason: "BackoffLimitExceeded",
        message: "Job has reached the specified backoff limit",
        since: "2026-03-10T12:00:00Z",
      },
    ],
    manual: true,
  });
});

it("tells what the CronJob page says beside the row; a limit of 0 is not an absent one", () => {
  const cronJob: unknown = {
    metadata: { uid: "u1" },
    spec: { concurrencyPolicy: "Forbid", failedJobsHistoryLimit: 0 },
    status: { lastSuccessfulTime: "2026-03-10T12:00:00Z" },
  };
  expect(cronJobDetail(cronJob as CronJob)).toEqual({
    uid: "u1",
    concurrencyPolicy: "Forbid",
    startingDeadlineSeconds: null,
    successfulJobsHistoryLimit: null,
    failedJobsHistoryLimit: 0,
    lastSuccessful: "2026-03-10T12:00:00Z",
  });
});
