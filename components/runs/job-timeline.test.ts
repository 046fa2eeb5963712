import { expect, test } from "vitest";
import { momentsOf } from "#components/runs/job-timeline";
import { jobRow, podRow } from "#lib/client/testing/watch-data";

const at = (second: number) => `2026-03-10T12:00:${String(second).padStart(2, "0")}Z`;
const condition = (type: string, reason: string, second: number, status = "True") => ({
  type,
  status,
  reason,
  message: "",
  since: at(second),
});
const words = (...of: Parameters<typeof momentsOf>) => momentsOf(...of).map(({ what }) => what);

test("a Job that failed after a retry", () => {
  const row = jobRow({ created: at(0), started: at(0) });
  const pods = [podRow({ created: at(12) }), podRow({ created: at(1) })];
  const conditions = [
    condition("Failed", "BackoffLimitExceeded", 20),
    condition("FailureTarget", "BackoffLimitExceeded", 19),
  ];
  expect(words(row, conditions, pods)).toEqual([
    "Created",
    "Started",
    "The first of 2 Pods created",
    "The newest Pod created",
    "FailureTarget: BackoffLimitExceeded",
    "Failed: BackoffLimitExceeded",
  ]);
});

test("a Job that was created suspended and resumed", () => {
  const row = jobRow({ created: at(0), started: at(9) });
  const conditions = [condition("Suspended", "JobResumed", 9, "False")];
  expect(words(row, conditions, [])).toEqual(["Created", "JobResumed", "Started"]);
});

test("what nobody knows is left out", () => {
  expect(words(jobRow({ created: at(0), started: null }), [], [])).toEqual(["Created"]);
});
