import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { failure } from "../api/failure.ts";
import { namespace, TestCluster } from "./testing/cluster.ts";
import type { Pod } from "./workloads.ts";

let cluster: TestCluster;
beforeEach(() => {
  cluster = new TestCluster();
});
afterEach(async () => {
  await cluster.stop();
  expect(cluster.clock.pending()).toEqual([]);
});

const conditions = (name: string) =>
  (cluster.job(name).status?.conditions ?? []).map(
    ({ type, status, reason, message }) => `${type}=${status} ${reason}: ${message}`,
  );

const first = (pods: Pod[]): Pod => {
  const [pod] = pods;
  if (!pod) throw new Error("There is no pod");
  return pod;
};

describe("a Job", () => {
  it("creates its Pod, and is complete when that succeeded", async () => {
    await cluster.createJob("a");
    await cluster.pass(100);
    const pod = first(cluster.pods());
    expect(pod.metadata).toMatchObject({
      generateName: "a-",
      finalizers: ["batch.kubernetes.io/job-tracking"],
      labels: { "batch.kubernetes.io/controller-uid": cluster.job("a").metadata.uid },
      ownerReferences: [
        {
          apiVersion: "batch/v1",
          kind: "Job",
          name: "a",
          uid: cluster.job("a").metadata.uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    });
    expect(cluster.job("a").status).toEqual({
      startTime: "2026-03-10T12:00:00Z",
      active: 1,
      ready: 0,
      terminating: 0,
      uncountedTerminatedPods: {},
    });
    await cluster.runPod(pod, "Running");
    await cluster.pass(1000);
    expect(cluster.job("a").status).toMatchObject({ active: 1, ready: 1 });
    await cluster.pass(3000);
    await cluster.runPod(first(cluster.pods()), "Succeeded");
    await cluster.pass(1100);
    const at = "2026-03-10T12:00:05Z";
    const told = {
      status: "True",
      lastProbeTime: at,
      lastTransitionTime: at,
      reason: "CompletionsReached",
      message: "Reached expected number of succeeded pods",
    };
    expect(cluster.job("a").status).toEqual({
      startTime: "2026-03-10T12:00:00Z",
      completionTime: at,
      succeeded: 1,
      ready: 0,
      terminating: 0,
      uncountedTerminatedPods: {},
      conditions: [
        { type: "SuccessCriteriaMet", ...told },
        { type: "Complete", ...told },
      ],
    });
    expect(first(cluster.pods()).metadata.finalizers).toBeUndefined();
    expect(cluster.events("a")).toEqual([
      `Normal SuccessfulCreate Created pod: ${pod.metadata.name}`,
      "Normal Completed Job completed",
    ]);
    expect(cluster.failures).toEqual([]);
  });

  it("retries after 10 s, then 20 s, and fails beyond its limit", async () => {
    await cluster.createJob("a", { backoffLimit: 2 });
    await cluster.pass(0);
    for (const wait of [10_000, 20_000]) {
      await cluster.endPods("Failed");
      const before = cluster.pods().length;
      await cluster.pass(wait - 1000);
      expect(cluster.pods()).toHaveLength(before);
      await cluster.pass(2000);
      expect(cluster.pods()).toHaveLength(before + 1);
    }
    await cluster.endPods("Failed");
    await cluster.pass(2000);
    expect(conditions("a")).toEqual([
      "FailureTarget=True BackoffLimitExceeded: Job has reached the specified backoff limit",
      "Failed=True BackoffLimitExceeded: Job has reached the specified backoff limit",
    ]);
    expect(cluster.job("a").status).toMatchObject({ failed: 3 });
    expect(cluster.job("a").status?.completionTime).toBeUndefined();
    expect(cluster.events("a").at(-1)).toBe(
      "Warning BackoffLimitExceeded Job has reached the specified backoff limit",
    );
  });

  it("begins its back-off anew after a success", async () => {
    await cluster.createJob("a", { completions: 3 });
    for (const [end, wait] of [
      ["Failed", 12_000],
      ["Succeeded", 2000],
      ["Failed", 12_000],
    ] as const) {
      await cluster.pass(0);
      await cluster.endPods(end);
      const before = cluster.pods().length;
      await cluster.pass(wait);
      expect(cluster.pods()).toHaveLength(before + 1);
    }
  });

  it("is Failed only when the Pods it stops at its deadline are gone", async () => {
    await cluster.createJob("a", { activeDeadlineSeconds: 10 });
    await cluster.pass(0);
    await cluster.runPod(first(cluster.pods()), "Running");
    await cluster.pass(10_100);
    expect(conditions("a")).toEqual([
      "FailureTarget=True DeadlineExceeded: Job was active longer than specified deadline",
    ]);
    expect(cluster.job("a").status).toMatchObject({ failed: 1, terminating: 1, ready: 0 });
    await cluster.killPods();
    await cluster.pass(1000);
    expect(conditions("a")).toHaveLength(2);
    expect(cluster.job("a").status).toMatchObject({ failed: 1, terminating: 0 });
    expect(cluster.names("pods")).toEqual([]);
  });

  it("loses its Pods when it is suspended, without counting them, and starts anew", async () => {
    await cluster.createJob("a", { parallelism: 2, completions: 3 });
    await cluster.pass(5000);
    await cluster.api.patch("jobs", namespace, "a", { spec: { suspend: true } });
    await cluster.pass(0);
    expect(cluster.job("a").status?.startTime).toBeUndefined();
    expect(cluster.job("a").status?.failed).toBeUndefined();
    expect(cluster.names("pods")).toEqual([]);
    await cluster.api.patch("jobs", namespace, "a", { spec: { suspend: false } });
    await cluster.pass(5000);
    expect(cluster.job("a").status).toMatchObject({
      active: 2,
      startTime: "2026-03-10T12:00:05Z",
      conditions: [{ type: "Suspended", status: "False", reason: "JobResumed" }],
    });
    expect(cluster.events("a").filter((text) => !text.includes("pod:"))).toEqual([
      "Normal Suspended Job suspended",
      "Normal Resumed Job resumed",
    ]);
    expect(cluster.events("a").filter((text) => text.includes("Deleted pod:"))).toHaveLength(2);
  });

  it("gives each Pod of an Indexed one its index and counts by it", async () => {
    await cluster.createJob("a", { completionMode: "Indexed", completions: 3, parallelism: 3 });
    await cluster.pass(0);
    const indexKey = "batch.kubernetes.io/job-completion-index";
    expect(
      cluster
        .pods()
        .map(({ metadata, spec }) => [
          metadata.generateName,
          metadata.annotations?.[indexKey],
          metadata.labels?.[indexKey],
          spec.hostname,
          spec.containers[0].env,
        ]),
    ).toEqual(
      ["0", "1", "2"].map((index) => [
        `a-${index}-`,
        index,
        index,
        `a-${index}`,
        [
          {
            name: "JOB_COMPLETION_INDEX",
            valueFrom: {
              fieldRef: { apiVersion: "v1", fieldPath: `metadata.labels['${indexKey}']` },
            },
          },
        ],
      ]),
    );
    await cluster.endPods("Succeeded");
    await cluster.pass(1000);
    expect(cluster.job("a").status).toMatchObject({ completedIndexes: "0-2", succeeded: 3 });
  });

  it("retries each index on its own and tells which failed", async () => {
    await cluster.createJob("a", {
      completionMode: "Indexed",
      completions: 2,
      parallelism: 2,
      backoffLimit: 2 ** 31 - 1,
      backoffLimitPerIndex: 1,
    });
    await cluster.pass(0);
    const [zero, one] = cluster
      .pods()
      .toSorted((a, b) => (a.spec.hostname < b.spec.hostname ? -1 : 1));
    if (!zero || !one) throw new Error("There are no pods");
    await cluster.runPod(zero, "Failed");
    await cluster.runPod(one, "Succeeded");
    await cluster.pass(5000);
    expect(cluster.pods()).toHaveLength(2);
    await cluster.pass(6000);
    const again = cluster.pods().find((pod) => pod.status?.phase === "Pending");
    expect(again?.metadata.annotations).toMatchObject({
      "batch.kubernetes.io/job-completion-index": "0",
      "batch.kubernetes.io/job-index-failure-count": "1",
    });
    await cluster.endPods("Failed");
    await cluster.pass(2000);
    expect(cluster.job("a").status).toMatchObject({
      completedIndexes: "1",
      failedIndexes: "0",
      succeeded: 1,
      failed: 2,
    });
    expect(conditions("a").at(-1)).toBe("Failed=True FailedIndexes: Job has failed indexes");
  });

  it("takes back a Pod without an owner, and lets go of one it does not select", async () => {
    await cluster.createJob("a", { parallelism: 2, completions: 2 });
    await cluster.pass(100);
    const [lost, strange] = cluster.pods().map(({ metadata }) => metadata);
    const label = { "batch.kubernetes.io/controller-uid": "another" };
    await cluster.api.patch("pods", namespace, lost?.name ?? "", {
      metadata: { ownerReferences: null },
    });
    await cluster.api.patch("pods", namespace, strange?.name ?? "", {
      metadata: { labels: label },
    });
    await cluster.pass(2000);
    const pods = new Map(cluster.pods().map(({ metadata }) => [metadata.name, metadata]));
    expect(pods.size).toBe(3);
    expect(pods.get(lost?.name ?? "")).toMatchObject({
      ownerReferences: lost?.ownerReferences,
      finalizers: lost?.finalizers,
    });
    expect(pods.get(strange?.name ?? "")).not.toHaveProperty("ownerReferences");
    expect(pods.get(strange?.name ?? "")).not.toHaveProperty("finalizers");
    expect(cluster.job("a").status).toMatchObject({ active: 2 });
    expect(cluster.job("a").status).not.toHaveProperty("failed");
  });

  it("says that a Pod could not be created, and tries again", async () => {
    cluster.served.refuse = (plural) =>
      plural === "pods" ? failure(403, "Forbidden", "no quota") : undefined;
    await cluster.createJob("a");
    await cluster.pass(4000);
    expect(cluster.events("a")).toEqual(["Warning FailedCreate Error creating: no quota x3"]);
    expect(cluster.job("a").status).toMatchObject({ ready: 0 });
    cluster.served.refuse = () => undefined;
    await cluster.pass(5000);
    expect(cluster.pods()).toHaveLength(1);
    expect(cluster.failures.length).toBeGreaterThan(0);
  });

  it("is deleted with its Pods after its time to live", async () => {
    await cluster.createJob("a", { ttlSecondsAfterFinished: 30 });
    await cluster.pass(0);
    await cluster.endPods("Succeeded");
    await cluster.pass(30_000);
    expect(cluster.names("jobs")).toEqual(["a"]);
    await cluster.pass(2000);
    expect([cluster.names("jobs"), cluster.names("pods")]).toEqual([[], []]);
  });
});

describe("a CronJob", () => {
  it("starts a run 100 ms after its second and forgets the oldest", async () => {
    await cluster.createCronJob("c", { successfulJobsHistoryLimit: 1, timeZone: "Europe/Paris" });
    await cluster.pass(300_099);
    expect(cluster.names("jobs")).toEqual([]);
    await cluster.pass(1);
    expect(cluster.names("jobs")).toEqual(["c-29552405"]);
    expect(cluster.job("c-29552405").metadata.annotations).toEqual({
      "batch.kubernetes.io/cronjob-scheduled-timestamp": "2026-03-10T13:05:00+01:00",
    });
    expect(cluster.cronJob("c").status).toMatchObject({
      lastScheduleTime: "2026-03-10T12:05:00Z",
      active: [{ apiVersion: "batch/v1", kind: "Job", namespace, name: "c-29552405" }],
    });
    await cluster.endPods("Succeeded");
    await cluster.pass(60_000);
    expect(cluster.cronJob("c").status).toEqual({
      lastScheduleTime: "2026-03-10T12:05:00Z",
      lastSuccessfulTime: "2026-03-10T12:05:01Z",
    });
    await cluster.pass(300_000);
    await cluster.endPods("Succeeded");
    await cluster.pass(2000);
    expect(cluster.names("jobs")).toEqual(["c-29552410"]);
    expect(cluster.pods()).toHaveLength(1);
    expect(cluster.events("c")).toEqual([
      "Normal SuccessfulCreate Created job c-29552405",
      "Normal SawCompletedJob Saw completed job: c-29552405, condition: Complete",
      "Normal SuccessfulCreate Created job c-29552410",
      "Normal SuccessfulDelete Deleted job c-29552405",
      "Normal SawCompletedJob Saw completed job: c-29552410, condition: Complete",
    ]);
  });

  it("that forbids overlaps waits for the run under way, then makes up for the missed one", async () => {
    await cluster.createCronJob("c", { concurrencyPolicy: "Forbid" });
    await cluster.pass(601_000);
    expect(cluster.names("jobs")).toEqual(["c-29552405"]);
    expect(cluster.events("c").at(-1)).toMatch(
      /^Normal JobAlreadyActive Not starting job because prior execution is running and concurrency policy is Forbid/,
    );
    await cluster.endPods("Succeeded");
    await cluster.pass(2000);
    expect(cluster.names("jobs")).toEqual(["c-29552405", "c-29552410"]);
  });

  it("that replaces runs deletes the one under way", async () => {
    await cluster.createCronJob("c", { concurrencyPolicy: "Replace" });
    await cluster.pass(601_000);
    expect(cluster.names("jobs")).toEqual(["c-29552410"]);
    expect(cluster.cronJob("c").status?.active).toHaveLength(1);
    expect(cluster.events("c")).toContain("Normal SuccessfulDelete Deleted job c-29552405");
  });

  it("knows the run it started although it was changed in that moment", async () => {
    await cluster.createCronJob("c");
    cluster.served.refuse = (plural) => {
      const suspended = { spec: { suspend: true } };
      if (plural === "jobs") void cluster.api.patch("cronjobs", namespace, "c", suspended);
      return undefined;
    };
    await cluster.pass(301_000);
    expect(cluster.cronJob("c").status).toMatchObject({ active: [{ name: "c-29552405" }] });
    expect(cluster.events("c")).toEqual(["Normal SuccessfulCreate Created job c-29552405"]);
  });

  it("that is suspended starts nothing, and the latest missed run when it is resumed", async () => {
    await cluster.createCronJob("c", { suspend: true });
    await cluster.pass(700_000);
    expect(cluster.names("jobs")).toEqual([]);
    await cluster.api.patch("cronjobs", namespace, "c", { spec: { suspend: false } });
    await cluster.pass(0);
    expect(cluster.names("jobs")).toEqual(["c-29552410"]);
  });

  it("begins a new schedule with its next time", async () => {
    await cluster.createCronJob("c", { schedule: "@yearly" });
    await cluster.pass(150_000);
    await cluster.api.patch("cronjobs", namespace, "c", { spec: { schedule: "* * * * *" } });
    await cluster.pass(29_000);
    expect(cluster.names("jobs")).toEqual([]);
    await cluster.pass(1100);
    expect(cluster.names("jobs")).toEqual(["c-29552403"]);
  });

  it("sees a run by hand but does not count it as its own", async () => {
    const { metadata } = await cluster.createCronJob("c", { schedule: "@yearly" });
    const { name, uid } = metadata;
    const reference = { apiVersion: "batch/v1", kind: "CronJob", name, uid, controller: true };
    await cluster.createJob("by-hand", {}, { ownerReferences: [reference] });
    await cluster.pass(0);
    expect(cluster.cronJob("c").status?.active).toBeUndefined();
    expect(cluster.events("c")[0]).toMatch(
      /^Warning UnexpectedJob Saw a job that the controller did not create or forgot: by-hand/,
    );
    await cluster.endPods("Succeeded");
    await cluster.pass(2000);
    expect(cluster.cronJob("c").status?.lastSuccessfulTime).toBe("2026-03-10T12:00:01Z");
  });

  it("names its runs by the second on Kubernetes 1.20", async () => {
    await cluster.stop();
    cluster = new TestCluster("1.20");
    await cluster.createCronJob("c");
    await cluster.pass(301_000);
    expect(cluster.names("jobs")).toEqual(["c-1773144300"]);
    await cluster.endPods("Succeeded");
    await cluster.pass(2000);
    expect(cluster.cronJob("c").status).toEqual({ lastScheduleTime: "2026-03-10T12:05:00Z" });
  });
});

describe("a Job of Kubernetes 1.20", () => {
  beforeEach(async () => {
    await cluster.stop();
    cluster = new TestCluster("1.20");
  });
  const at = (second: number) => `2026-03-10T12:00:${String(second).padStart(2, "0")}Z`;
  const ended = (type: string, second: number, told: object = {}) => ({
    type,
    status: "True",
    lastProbeTime: at(second),
    lastTransitionTime: at(second),
    ...told,
  });

  it("is complete in one step, without a reason, and knows no newer field", async () => {
    await cluster.createJob("a", { suspend: true, completionMode: "Indexed" });
    await cluster.pass(1000);
    expect(cluster.job("a").spec).not.toHaveProperty("suspend");
    expect(cluster.job("a").spec).not.toHaveProperty("completionMode");
    expect(cluster.job("a").status).toEqual({ startTime: at(0), active: 1 });
    expect(first(cluster.pods()).metadata).not.toHaveProperty("finalizers");
    await cluster.endPods("Succeeded");
    await cluster.pass(1100);
    expect(cluster.job("a").status).toEqual({
      startTime: at(0),
      completionTime: at(2),
      succeeded: 1,
      conditions: [ended("Complete", 2)],
    });
    expect(cluster.events("a").at(-1)).toBe("Normal Completed Job completed");
    expect(cluster.failures).toEqual([]);
  });

  it("retries at once, then after 10 s, and fails with what still ran", async () => {
    await cluster.createJob("a", { backoffLimit: 2 });
    await cluster.pass(1000);
    await cluster.endPods("Failed");
    await cluster.pass(1100);
    expect(cluster.pods()).toHaveLength(2);
    await cluster.endPods("Failed");
    await cluster.pass(9000);
    expect(cluster.pods()).toHaveLength(2);
    await cluster.pass(2000);
    expect(cluster.pods()).toHaveLength(3);
    await cluster.endPods("Failed");
    await cluster.pass(1100);
    expect(cluster.job("a").status).toMatchObject({ failed: 3 });
    expect(conditions("a")).toEqual([
      "Failed=True BackoffLimitExceeded: Job has reached the specified backoff limit",
    ]);
  });

  it("is over its deadline with its Pods, which then count as failed", async () => {
    await cluster.createJob("a", { activeDeadlineSeconds: 6, parallelism: 2, completions: 2 });
    await cluster.pass(6500);
    const message = "Job was active longer than specified deadline";
    expect(cluster.job("a").status).toEqual({
      startTime: at(0),
      failed: 2,
      conditions: [ended("Failed", 6, { reason: "DeadlineExceeded", message })],
    });
    expect(cluster.pods()).toEqual([]);
  });

  it("may be a work queue, which is on its way out with the first success", async () => {
    await cluster.createJob("a", { parallelism: 2 });
    await cluster.pass(1000);
    await cluster.runPod(first(cluster.pods()), "Succeeded");
    await cluster.pass(1100);
    expect(cluster.job("a").status).toEqual({ startTime: at(0), active: 1, succeeded: 1 });
    await cluster.endPods("Succeeded");
    await cluster.pass(1100);
    expect(conditions("a")).toEqual(["Complete=True undefined: undefined"]);
  });
});

describe("what is deleted", () => {
  beforeEach(async () => {
    await cluster.createCronJob("c");
    await cluster.pass(301_000);
    await cluster.runPod(first(cluster.pods()), "Running");
    await cluster.pass(1000);
  });

  it("in the background takes what it owns along", async () => {
    await cluster.api.delete("cronjobs", namespace, "c", { propagationPolicy: "Background" });
    await cluster.pass(0);
    expect([cluster.names("cronjobs"), cluster.names("jobs")]).toEqual([[], []]);
    expect(first(cluster.pods()).metadata.deletionTimestamp).toBeDefined();
    await cluster.killPods();
    await cluster.pass(1000);
    expect(cluster.names("pods")).toEqual([]);
  });

  it("in the foreground waits until that is gone", async () => {
    await cluster.api.delete("cronjobs", namespace, "c", { propagationPolicy: "Foreground" });
    await cluster.pass(5000);
    expect([cluster.names("cronjobs"), cluster.names("jobs")]).toEqual([["c"], ["c-29552405"]]);
    await cluster.killPods();
    await cluster.pass(2000);
    expect([cluster.names("cronjobs"), cluster.names("jobs")]).toEqual([[], []]);
    expect(cluster.names("pods")).toEqual([]);
  });

  it("as an orphanage leaves it without an owner", async () => {
    await cluster.api.delete("cronjobs", namespace, "c", { propagationPolicy: "Orphan" });
    await cluster.pass(2000);
    expect(cluster.names("cronjobs")).toEqual([]);
    expect(cluster.job("c-29552405").metadata.ownerReferences).toBeUndefined();
    expect(cluster.job("c-29552405").status).toMatchObject({ active: 1 });
  });

  it("with its namespace goes before the namespace does", async () => {
    await cluster.api.delete("namespaces", null, namespace);
    await cluster.pass(10_000);
    expect([cluster.names("namespaces"), cluster.names("jobs")]).toEqual([[namespace], []]);
    await cluster.killPods();
    await cluster.pass(3000);
    expect([cluster.names("namespaces"), cluster.names("pods")]).toEqual([[], []]);
  });
});
