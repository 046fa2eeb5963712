import { job, podSpec, shell } from "../objects.ts";
import {
  condition,
  conditionsOf,
  expect,
  hasEnded,
  instant,
  isFinished,
  secondsBetween,
  type Thing,
  test,
} from "../workloads.ts";

const limitReached = [
  "BackoffLimitExceeded",
  "Job has reached the specified backoff limit",
] as const;
const tooLong = ["DeadlineExceeded", "Job was active longer than specified deadline"] as const;

test("a Job without retries fails with its first Pod", async ({ workloads }) => {
  await workloads.create("jobs", job("once", "exit 3", { backoffLimit: 0 }));
  const versions = await workloads.history("jobs", "once", isFinished);
  expect(versions.at(-1)?.status).toEqual({
    startTime: instant,
    failed: 1,
    ready: 0,
    terminating: 0,
    uncountedTerminatedPods: {},
    conditions: [condition("FailureTarget", ...limitReached), condition("Failed", ...limitReached)],
  });
  const announced = versions.find((each) => `${conditionsOf(each)}` === "FailureTarget");
  expect(announced?.status.conditions).toEqual([condition("FailureTarget", ...limitReached)]);
  expect(await workloads.podsOf("once")).toHaveLength(1);
  await expect
    .poll(() => workloads.told("once"))
    .toEqual([
      "Normal SuccessfulCreate Created pod: once-xxxxx",
      `Warning ${limitReached.join(" ")}`,
    ]);
});

test("a failed Pod is replaced ten seconds after it ended, as often as the limit allows", async ({
  workloads,
}) => {
  await workloads.create("jobs", job("twice", "exit 3", { backoffLimit: 1 }));
  const { status } = await workloads.finished("twice");
  expect(status).toMatchObject({
    failed: 2,
    conditions: [condition("FailureTarget", ...limitReached), condition("Failed", ...limitReached)],
  });
  const pods = await workloads.podsOf("twice");
  expect(pods).toHaveLength(2);
  pods.sort((a, b) => secondsBetween(b.metadata.creationTimestamp, a.metadata.creationTimestamp));
  const [first, second] = pods;
  const { terminated } = first?.status.containerStatuses[0].state ?? {};
  const waited = secondsBetween(terminated.finishedAt, second?.metadata.creationTimestamp ?? "");
  expect(waited).toBeGreaterThanOrEqual(10);
  expect(waited).toBeLessThan(20);
});

test("failures of parallel Pods count together", async ({ workloads }) => {
  const spec = { backoffLimit: 2, parallelism: 3, completions: 3 };
  await workloads.create("jobs", job("three", "exit 1", spec));
  const { status } = await workloads.finished("three");
  expect(status).toMatchObject({ failed: 3, ready: 0, terminating: 0 });
  expect(status).not.toHaveProperty("succeeded");
  expect(await workloads.podsOf("three")).toHaveLength(3);
});

test("where the kubelet restarts, its restarts count and the Pod is deleted", async ({
  workloads,
}) => {
  const template = { spec: podSpec([shell("exit 1")], { restartPolicy: "OnFailure" }) };
  const pods = await workloads.record("pods");
  await workloads.create("jobs", job("restarting", "", { backoffLimit: 1, template }));
  const { status } = await workloads.finished("restarting");
  expect(status).toEqual({
    startTime: instant,
    failed: 1,
    ready: 0,
    terminating: 0,
    uncountedTerminatedPods: {},
    conditions: [condition("FailureTarget", ...limitReached), condition("Failed", ...limitReached)],
  });
  expect(new Set(pods.map(({ object }) => object.metadata.uid)).size).toBe(1);
  const restarts = pods.map(({ object }) => object.status.containerStatuses?.[0].restartCount ?? 0);
  expect(Math.max(...restarts)).toBe(1);
  await expect.poll(() => workloads.podsOf("restarting")).toEqual([]);
  await expect
    .poll(() => workloads.told("restarting"))
    .toEqual([
      "Normal SuccessfulCreate Created pod: restarting-xxxxx",
      "Normal SuccessfulDelete Deleted pod: restarting-xxxxx",
      `Warning ${limitReached.join(" ")}`,
    ]);
});

test("a Job that is active too long fails and its Pods are deleted", async ({ workloads }) => {
  const pods = await workloads.record("pods");
  await workloads.create("jobs", job("late", "sleep 300", { activeDeadlineSeconds: 3 }));
  const { status } = await workloads.finished("late");
  expect(status).toEqual({
    startTime: instant,
    failed: 1,
    ready: 0,
    terminating: 0,
    uncountedTerminatedPods: {},
    conditions: [condition("FailureTarget", ...tooLong), condition("Failed", ...tooLong)],
  });
  const [announced, failed] = status.conditions;
  expect(secondsBetween(status.startTime, announced.lastTransitionTime)).toBeGreaterThanOrEqual(3);
  expect(
    secondsBetween(announced.lastTransitionTime, failed.lastTransitionTime),
  ).toBeGreaterThanOrEqual(0);
  await expect.poll(() => workloads.podsOf("late")).toEqual([]);
  await expect.poll(() => pods.at(-1)?.type).toBe("DELETED");
  await expect
    .poll(() => workloads.told("late"))
    .toEqual([
      "Normal SuccessfulCreate Created pod: late-xxxxx",
      "Normal SuccessfulDelete Deleted pod: late-xxxxx",
      `Warning ${tooLong.join(" ")}`,
    ]);
});

test("what has succeeded stays counted when a Job fails", async ({ workloads }) => {
  const script = "test $JOB_COMPLETION_INDEX = 0 || { sleep 4; exit 1; }";
  const spec = { backoffLimit: 0, completions: 2, parallelism: 2, completionMode: "Indexed" };
  await workloads.create("jobs", job("half", script, spec));
  const { status } = await workloads.finished("half");
  expect(status).toMatchObject({
    succeeded: 1,
    failed: 1,
    completedIndexes: "0",
    conditions: [condition("FailureTarget", ...limitReached), condition("Failed", ...limitReached)],
  });
  expect(status).not.toHaveProperty("failedIndexes");
  expect(status).not.toHaveProperty("completionTime");
});

test("a Pod that somebody deletes counts as failed and is replaced", async ({ workloads }) => {
  await workloads.create("jobs", job("robbed", "sleep 300"));
  await workloads.until("jobs", "robbed", ({ status }) => status?.ready === 1);
  const [pod] = await workloads.podsOf("robbed");
  await workloads.delete("pods", pod?.metadata.name ?? "");
  const { status } = await workloads.until(
    "jobs",
    "robbed",
    (now) => now.status?.active === 1 && now.status?.failed === 1,
  );
  expect(status).not.toHaveProperty("conditions");
  const [replacement, ...others] = (await workloads.podsOf("robbed")).filter(
    (each) => !hasEnded(each),
  );
  expect(others).toEqual([]);
  expect(replacement?.metadata.uid).not.toBe(pod?.metadata.uid);
});

test("a Job whose Pods are refused says so again and again, and has not failed", async ({
  workloads,
}) => {
  const template = { spec: podSpec([shell("true")], { serviceAccountName: "nobody" }) };
  const { metadata } = await workloads.create("jobs", job("refused", "", { template }));
  const { namespace } = metadata;
  const why = `Error creating: pods "refused-" is forbidden: error looking up service account ${namespace}/nobody: serviceaccount "nobody" not found`;
  const counted = async () => {
    const events = (await workloads.events("refused")) as unknown as { count: number }[];
    return events.map(({ count }) => count);
  };
  // What was refused alike is one Event, counted.
  await expect.poll(async () => Math.max(...(await counted()))).toBeGreaterThan(1);
  expect(await workloads.told("refused")).toEqual([`Warning FailedCreate ${why}`]);
  const { status } = await workloads.get("jobs", "refused");
  expect(status).toEqual({
    startTime: instant,
    ready: 0,
    terminating: 0,
    uncountedTerminatedPods: {},
  });
});

test("a Pod that is going counts as failed at once, unless only ended Pods are replaced", async ({
  workloads,
}) => {
  const script = "trap '' TERM; while true; do sleep 1; done";
  const template = { spec: podSpec([shell(script)], { terminationGracePeriodSeconds: 8 }) };
  const policies = { eager: "TerminatingOrFailed", patient: "Failed" };
  for (const [name, podReplacementPolicy] of Object.entries(policies)) {
    await workloads.create("jobs", job(name, "", { podReplacementPolicy, template }));
  }
  const seen = new Map<string, Thing>();
  for (const name of ["eager", "patient"]) {
    await workloads.until("jobs", name, ({ status }) => status?.ready === 1);
    const [pod] = await workloads.podsOf(name);
    await workloads.delete("pods", pod?.metadata.name ?? "");
    const isSeen = ({ status }: Thing) =>
      status.terminating === 1 && (name === "patient" || status.failed === 1);
    seen.set(name, await workloads.until("jobs", name, isSeen));
  }
  expect(seen.get("eager")?.status).toMatchObject({ failed: 1, terminating: 1, ready: 0 });
  expect(seen.get("patient")?.status).not.toHaveProperty("failed");
  expect(seen.get("patient")?.status).not.toHaveProperty("active");
  const ended = await workloads.until("jobs", "patient", ({ status }) => status.failed === 1);
  expect(ended.status.terminating).toBe(0);
});
