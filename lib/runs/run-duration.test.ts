import { describe, expect, it } from "vitest";
import type { Job, ObjectCondition } from "#lib/kubernetes/types";
import { runDuration, slowFrom, slowRun, usualDuration } from "#lib/runs/run-duration";

const begin = Date.parse("2026-03-10T12:00:00Z");
const t = (second: number) => new Date(begin + second * 1000).toISOString();
const now = begin + 100_000;

function job(startTime: string | null, conditions: ObjectCondition[] = [], end?: string): Job {
  const metadata = { name: "j", namespace: "n", uid: "u", resourceVersion: "1" };
  return { metadata, status: { startTime, conditions, ...(end ? { completionTime: end } : {}) } };
}

const condition = (type: string, second: number, status = "True") => ({
  type,
  status,
  lastTransitionTime: t(second),
});
const complete = (seconds: number) => job(t(0), [condition("Complete", seconds)], t(seconds));

describe("the duration of a run", () => {
  it.each<[string, Job, number | null]>([
    ["none before it starts", job(null), null],
    ["grows while it goes", job(t(40)), 60],
    ["ends with completionTime", complete(30), 30],
    ["ends with the Failed condition", job(t(0), [condition("Failed", 25)]), 25],
    ["none while suspended from the start", job(null, [condition("Suspended", 5)]), null],
    [
      "does not grow while suspended, where startTime was kept",
      job(t(10), [condition("Suspended", 30)]),
      20,
    ],
    [
      "counts from the resume, which sets startTime anew",
      job(t(70), [condition("Suspended", 70, "False")]),
      30,
    ],
    [
      "counts from the resume to the end",
      job(t(50), [condition("Suspended", 50, "False"), condition("Complete", 60)], t(60)),
      10,
    ],
    ["is never below zero", job(t(200)), 0],
    ["is none where the end has no time", job(t(0), [{ type: "Failed", status: "True" }]), null],
    [
      "is none where it failed before it started",
      job(null, [condition("Suspended", 5), condition("Failed", 25)]),
      null,
    ],
  ])("%s", (_, run, seconds) => {
    expect(runDuration(run, now)).toBe(seconds === null ? null : seconds * 1000);
  });
});

describe("the usual duration", () => {
  const seconds = (jobs: Job[]) => {
    const usual = usualDuration(jobs);
    return usual && [usual.p50 / 1000, usual.p95 / 1000, usual.runs];
  };

  it("is of Complete runs alone", () => {
    expect(seconds([])).toBeNull();
    expect(seconds([job(t(0)), job(t(0), [condition("Failed", 9)])])).toBeNull();
    expect(seconds([complete(9), job(t(0)), job(t(0), [condition("Failed", 90)])])).toEqual([
      9, 9, 1,
    ]);
  });

  it("is by nearest rank, in whatever order the runs come", () => {
    expect(seconds([30, 10, 20].map(complete))).toEqual([20, 30, 3]);
    expect(seconds([40, 30, 10, 20].map(complete))).toEqual([20, 40, 4]);
    const hundred = Array.from({ length: 100 }, (_, index) => complete(index + 1));
    expect(seconds(hundred)).toEqual([50, 95, 100]);
  });
});

describe("a slow run", () => {
  const minute = [60, 60, 60].map(complete);
  const second = [1, 1, 1].map(complete);
  it.each<[string, Job[], Job, number, boolean]>([
    ["goes for more than half as long again as p95", minute, job(t(0)), 91, true],
    ["is none before", minute, job(t(0)), 90, false],
    ["is none with fewer than three runs to compare", minute.slice(1), job(t(0)), 500, false],
    ["is none over a Pod's start: a second or twelve", second, job(t(0)), 11, false],
    ["is one beyond that", second, job(t(0)), 12, true],
    ["is none once it ended", minute, complete(500), 600, false],
    ["is none while suspended", minute, job(t(0), [condition("Suspended", 500)]), 600, false],
  ])("%s", (_, earlier, run, at, slow) => {
    const from = slowFrom(run, usualDuration(earlier)) ?? Number.POSITIVE_INFINITY;
    expect(from < begin + at * 1000).toBe(slow);
  });

  it("is the first of several that are", () => {
    const named = (name: string, second: number) => {
      const run = job(t(second));
      return { ...run, metadata: { ...run.metadata, name } };
    };
    const jobs = [named("later", 20), named("first", 0), named("new", 100)];
    const usual = usualDuration(minute);
    expect(slowRun(jobs, usual, begin + 150_000)).toEqual({ name: "first", started: t(0) });
    expect(slowRun(jobs, usual, begin + 80_000)).toBeNull();
    expect(slowRun(jobs, null, begin + 150_000)).toBeNull();
  });
});
