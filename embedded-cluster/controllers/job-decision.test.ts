import { describe, expect, it } from "vitest";
import { noBackoff } from "./job-backoff.ts";
import { decideJob } from "./job-decision.ts";
import { jobSpec } from "./testing/cluster.ts";
import type { Condition, Job, JobStatus, Pod } from "./workloads.ts";

const now = Date.parse("2026-03-10T12:00:00Z");
const ago = (seconds: number) => new Date(now - seconds * 1000).toISOString().replace(".000Z", "Z");
const meta = (name: string) => ({
  name,
  namespace: "default",
  uid: name,
  resourceVersion: "1",
  creationTimestamp: ago(100),
});

function job(spec: object = {}, status: JobStatus = {}, metadata: object = {}): Job {
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { ...meta("a"), ...metadata },
    spec: jobSpec(spec) as Job["spec"],
    status: { startTime: ago(100), ...status },
  };
}

interface PodShape {
  phase?: string;
  index?: number;
  failures?: number;
  tracked?: boolean;
  deleted?: boolean;
  ready?: boolean;
  restarts?: number;
  ended?: number;
  node?: string;
}

function pod(name: string, shape: PodShape = {}): Pod {
  const { phase = "Running", index, failures, ended, ready, restarts = 0, node = "n" } = shape;
  const ends = phase === "Failed" || phase === "Succeeded";
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      ...meta(name),
      ...(shape.tracked !== false && { finalizers: ["batch.kubernetes.io/job-tracking"] }),
      ...(shape.deleted && { deletionTimestamp: ago(0), deletionGracePeriodSeconds: 0 }),
      annotations: {
        ...(index !== undefined && { "batch.kubernetes.io/job-completion-index": `${index}` }),
        ...(failures !== undefined && {
          "batch.kubernetes.io/job-index-failure-count": `${failures}`,
        }),
      },
    },
    spec: { nodeName: node },
    status: {
      phase,
      conditions: ready ? [{ type: "Ready", status: "True" }] : [],
      containerStatuses: [
        {
          name: "main",
          restartCount: restarts,
          ...(ends && { state: { terminated: { finishedAt: ago(ended ?? 60) } } }),
        },
      ],
    },
  };
}

const names = (pods: readonly Pod[]) => pods.map(({ metadata }) => metadata.name);
const decide = (one: Job, pods: Pod[] = [], backoff = noBackoff) =>
  decideJob(one, pods, backoff, now);
const reasons = ({ conditions = [] }: JobStatus) =>
  conditions.map(({ type, status, reason }) => `${type}=${status} ${reason}`);
const known = (type: string, reason: string): Condition => ({ type, status: "True", reason });

describe("how many Pods a Job creates", () => {
  it.each<[string, Job, Pod[], number]>([
    ["as many as may run at once", job({ parallelism: 3, completions: 9 }), [], 3],
    [
      "no more than are still to succeed",
      job({ parallelism: 3, completions: 5 }, { succeeded: 3 }),
      [],
      2,
    ],
    ["those that are missing", job({ parallelism: 3, completions: 5 }), [pod("x")], 2],
    ["none where no Pod may run", job({ parallelism: 0, completions: 5 }), [], 0],
    ["none while it is suspended", job({ suspend: true }), [], 0],
    ["none while it is deleted", job({}, {}, { deletionTimestamp: ago(1) }), [], 0],
    [
      "a replacement of a Pod that is being deleted",
      job(),
      [pod("x", { deleted: true, tracked: false })],
      1,
    ],
    [
      "no replacement before the Pod has ended",
      job({ podReplacementPolicy: "Failed" }),
      [pod("x", { deleted: true })],
      0,
    ],
    ["all workers of a queue", job({ parallelism: 3 }), [], 3],
    [
      "no more workers once one has succeeded",
      job({ parallelism: 3 }),
      [pod("x", { phase: "Succeeded" }), pod("y")],
      0,
    ],
    [
      "nothing more where all are counted",
      job({ completions: 2 }, { succeeded: 1, uncountedTerminatedPods: { succeeded: ["x"] } }),
      [pod("x", { phase: "Succeeded" })],
      0,
    ],
  ])("%s", (_, one, pods, count) => {
    expect(decide(one, pods).create).toHaveLength(count);
  });

  it("none before its back-off has passed, which doubles with each failure", () => {
    const failed = [pod("x", { phase: "Failed", ended: 5 })];
    expect(decide(job(), failed)).toMatchObject({ create: [], retryMs: 0, untrack: failed });
    const third = { failures: 3, lastFailure: now - 10_000 };
    expect(decide(job(), [], third)).toMatchObject({ create: [], retryMs: 30_000 });
    const tenth = { failures: 10, lastFailure: now - 1000 };
    expect(decide(job({ backoffLimit: 99 }), [], tenth).retryMs).toBe(599_000);
  });

  it("and forgets the failures before a success", () => {
    const pods = [
      pod("x", { phase: "Failed", ended: 9 }),
      pod("y", { phase: "Succeeded", ended: 5 }),
      pod("z", { phase: "Failed", ended: 2 }),
    ];
    const five = { failures: 5, lastFailure: now };
    const { backoff } = decide(job({ completions: 9 }), pods, five);
    expect(backoff).toEqual({ failures: 1, lastFailure: now - 2000 });
  });

  it("in the order of the indexes that have neither ended nor a Pod", () => {
    const indexed = { completionMode: "Indexed", completions: 8, parallelism: 4 };
    const pods = [pod("x", { index: 1 }), pod("y", { index: 4, phase: "Succeeded" })];
    const { create, status } = decide(job(indexed, { completedIndexes: "0,2" }), pods);
    expect(create.map(({ index }) => index)).toEqual([3, 5, 6]);
    expect(status).toMatchObject({ completedIndexes: "0,2,4", succeeded: 3, active: 4 });
  });
});

describe("which Pods a Job deletes", () => {
  it("those that lose the least when fewer may run", () => {
    const pods = [
      pod("ready", { ready: true }),
      pod("running"),
      pod("pending", { phase: "Pending" }),
      pod("unscheduled", { phase: "Pending", node: "" }),
    ];
    const decision = decide(job({ parallelism: 1, completions: 9 }), pods);
    expect(names(decision.release)).toEqual(["unscheduled", "pending", "running"]);
    expect(decision.status).toMatchObject({ active: 1, ready: 1, terminating: 3 });
    expect(decision.untrack).toEqual([]);
  });

  it("those whose index is no longer one or has another Pod", () => {
    const indexed = { completionMode: "Indexed", completions: 2, parallelism: 2 };
    const pods = [
      pod("beyond", { index: 2 }),
      pod("ready", { index: 1, ready: true }),
      pod("twin", { index: 1 }),
    ];
    expect(names(decide(job(indexed), pods).release).sort()).toEqual(["beyond", "twin"]);
  });

  it("all when it is suspended, uncounted", () => {
    const decision = decide(job({ suspend: true, parallelism: 2 }), [pod("x"), pod("y")]);
    expect(names(decision.release)).toEqual(["x", "y"]);
    expect(reasons(decision.status)).toEqual(["Suspended=True JobSuspended"]);
    expect(decision.status).not.toHaveProperty("startTime");
    expect(decision.status).not.toHaveProperty("failed");
  });
});

describe("a Job fails", () => {
  const indexed = { completionMode: "Indexed", completions: 3, backoffLimitPerIndex: 0 };
  it.each<[string, Job, Pod[]]>([
    [
      "BackoffLimitExceeded",
      job({ backoffLimit: 1 }, { failed: 1 }),
      [pod("x", { phase: "Failed" })],
    ],
    [
      "BackoffLimitExceeded",
      job({ backoffLimit: 3, template: { spec: { restartPolicy: "OnFailure" } } }),
      [pod("x", { restarts: 3 })],
    ],
    [
      "BackoffLimitExceeded",
      job({ backoffLimit: 0, template: { spec: { restartPolicy: "OnFailure" } } }),
      [pod("x", { restarts: 1 })],
    ],
    ["DeadlineExceeded", job({ activeDeadlineSeconds: 100 }), [pod("x")]],
    [
      "MaxFailedIndexesExceeded",
      job({ ...indexed, maxFailedIndexes: 0 }),
      [pod("x", { index: 1, phase: "Failed" })],
    ],
    [
      "FailedIndexes",
      job(indexed, { completedIndexes: "0,2" }),
      [pod("x", { index: 1, phase: "Failed" })],
    ],
  ])("as %s", (reason, one, pods) => {
    const decision = decide(one, pods);
    expect(reasons(decision.status)).toEqual([`FailureTarget=True ${reason}`]);
    expect(names(decision.untrack)).toEqual(["x"]);
    expect(decision.status.uncountedTerminatedPods).toEqual({ failed: ["x"] });
    expect(decision.create).toEqual([]);
    expect(decision.events).toEqual([]);
  });

  it.each<[string, Job, Pod[]]>([
    [
      "restarts below its limit",
      job({ template: { spec: { restartPolicy: "OnFailure" } } }),
      [pod("x", { restarts: 5 })],
    ],
    ["a deadline that is not over", job({ activeDeadlineSeconds: 101 }), [pod("x")]],
    ["a deadline while suspended", job({ activeDeadlineSeconds: 1, suspend: true }), []],
    [
      "failures of one index",
      job({ ...indexed, backoffLimitPerIndex: 1 }),
      [pod("x", { index: 1, phase: "Failed" })],
    ],
  ])("not with %s", (_, one, pods) => {
    expect(reasons(decide(one, pods).status)).not.toContainEqual(expect.stringMatching(/Fail/));
  });

  it("finally, once no Pod of it is left", () => {
    const failing = { conditions: [known("FailureTarget", "DeadlineExceeded")] };
    const stopping = decide(job({}, failing), [pod("x", { deleted: true, tracked: false })]);
    expect(reasons(stopping.status)).toEqual(["FailureTarget=True DeadlineExceeded"]);
    expect(stopping.retryMs).toBeNull();
    const stopped = decide(job({}, failing));
    expect(reasons(stopped.status).at(-1)).toBe("Failed=True DeadlineExceeded");
    expect(stopped.events).toMatchObject([{ type: "Warning", reason: "DeadlineExceeded" }]);
  });
});

describe("a Job succeeds", () => {
  const met = { conditions: [known("SuccessCriteriaMet", "CompletionsReached")] };

  it.each<[string, Job, Pod[]]>([
    [
      "with all its completions",
      job({ completions: 2 }, { succeeded: 1 }),
      [pod("x", { phase: "Succeeded" })],
    ],
    ["at once if it wants none", job({ completions: 0 }), []],
    [
      "as a queue, with one success and nothing at work",
      job({ parallelism: 2 }),
      [pod("x", { phase: "Succeeded" })],
    ],
  ])("%s", (_, one, pods) => {
    const decision = decide(one, pods);
    expect(reasons(decision.status)).toEqual(["SuccessCriteriaMet=True CompletionsReached"]);
    expect(decision.retryMs).toBe(0);
  });

  it("not as a queue with a worker at work", () => {
    const pods = [pod("x", { phase: "Succeeded" }), pod("y")];
    expect(reasons(decide(job({ parallelism: 2 }), pods).status)).toEqual([]);
  });

  it("finally, with its completion time", () => {
    const { status, events } = decide(job({}, { ...met, succeeded: 1 }));
    expect(status).toMatchObject({ completionTime: ago(0), succeeded: 1 });
    expect(events.map(({ reason }) => reason)).toEqual(["Completed"]);
  });

  it("with a warning if more succeeded than were wanted", () => {
    const { events } = decide(job({}, { ...met, succeeded: 2 }));
    expect(events.map(({ reason }) => reason)).toEqual(["TooManySucceededPods", "Completed"]);
  });
});

describe("a Pod is counted once", () => {
  it("whatever stops between the status and the finalizer", () => {
    const ended = [pod("x", { phase: "Succeeded" }), pod("y", { phase: "Failed" })];
    const before = decide(job({ completions: 5 }), ended);
    expect(before.status).toMatchObject({
      uncountedTerminatedPods: { succeeded: ["x"], failed: ["y"] },
    });
    expect(before.status).not.toHaveProperty("succeeded");
    const halfway = job({ completions: 5 }, before.status);
    const again = decide(halfway, ended);
    expect(again.status).toEqual(before.status);
    expect(names(again.untrack)).toEqual(["x", "y"]);
    const after = decide(halfway, [pod("x", { phase: "Succeeded", tracked: false })]);
    expect(after.status).toMatchObject({
      succeeded: 1,
      failed: 1,
      uncountedTerminatedPods: {},
    });
  });

  it("and keeps its finalizer until its replacement has its count of failures", () => {
    const spec = { completionMode: "Indexed", completions: 1, backoffLimitPerIndex: 5 };
    const failed = pod("x", { index: 0, failures: 1, phase: "Failed", ended: 25 });
    const decision = decide(job(spec), [failed]);
    expect(decision.create).toEqual([{ index: 0, failures: 2 }]);
    expect(decision.untrack).toEqual([]);
    const next = decide(job(spec), [failed, pod("y", { index: 0, failures: 2 })]);
    expect(names(next.untrack)).toEqual(["x"]);
  });
});
