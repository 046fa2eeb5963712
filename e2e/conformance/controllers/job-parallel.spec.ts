import { job, podSpec, shell } from "../objects.ts";
import {
  type Change,
  condition,
  conditionsOf,
  expect,
  hasEnded,
  instant,
  isFinished,
  test,
} from "../workloads.ts";

const reached = ["CompletionsReached", "Reached expected number of succeeded pods"] as const;

/** The most Pods that were there at once and had neither ended nor were being deleted. */
function mostActive(changes: readonly Change[]): number {
  const active = new Set<string>();
  let most = 0;
  for (const { type, object } of changes) {
    const { uid, deletionTimestamp } = object.metadata;
    if (type === "DELETED" || deletionTimestamp || hasEnded(object)) active.delete(uid);
    else active.add(uid);
    most = Math.max(most, active.size);
  }
  return most;
}

test("a Job of four completions runs two Pods at once and never more", async ({ workloads }) => {
  const pods = await workloads.record("pods");
  await workloads.create("jobs", job("four", "sleep 1", { completions: 4, parallelism: 2 }));
  const versions = await workloads.history("jobs", "four", isFinished);
  expect(versions.at(-1)?.status).toEqual({
    startTime: instant,
    completionTime: instant,
    succeeded: 4,
    ready: 0,
    terminating: 0,
    uncountedTerminatedPods: {},
    conditions: [condition("SuccessCriteriaMet", ...reached), condition("Complete", ...reached)],
  });
  const ended = () => pods.filter(({ object }) => hasEnded(object));
  await expect.poll(() => new Set(ended().map(({ object }) => object.metadata.uid)).size).toBe(4);
  expect(mostActive(pods)).toBe(2);
  expect(Math.max(...versions.map(({ status }) => status?.active ?? 0))).toBe(2);
  const succeeded = versions.map(({ status }) => status?.succeeded ?? 0);
  expect(succeeded).toEqual([...succeeded].sort());
  expect(await workloads.podsOf("four")).toHaveLength(4);
});

test("no more Pods are started than are left to complete", async ({ workloads }) => {
  const pods = await workloads.record("pods");
  await workloads.create("jobs", job("few", "sleep 1", { completions: 3, parallelism: 2 }));
  await workloads.finished("few");
  await expect.poll(() => mostActive(pods)).toBe(2);
  await workloads.create("jobs", job("wide", "sleep 1", { completions: 2, parallelism: 5 }));
  const { status } = await workloads.until("jobs", "wide", (now) => now.status?.active > 0);
  expect(status.active).toBe(2);
  await workloads.finished("wide");
  expect(await workloads.podsOf("few")).toHaveLength(3);
  expect(await workloads.podsOf("wide")).toHaveLength(2);
});

test("a work queue starts no Pod after the first success and waits for those there are", async ({
  workloads,
}) => {
  const gates = { schedulingGates: [{ name: "example.com/turn" }] };
  const template = { spec: podSpec([shell("true")], gates) };
  const { spec } = await workloads.create("jobs", job("work", "", { parallelism: 2, template }));
  expect(spec).not.toHaveProperty("completions");
  await workloads.until("jobs", "work", ({ status }) => status?.active === 2);
  const [first, second] = await workloads.podsOf("work");
  const next = { spec: { schedulingGates: null } };
  await workloads.patch("pods", first?.metadata.name ?? "", next);
  const halfway = await workloads.until("jobs", "work", ({ status }) => status.succeeded === 1);
  expect(halfway.status).toMatchObject({ active: 1, ready: 0 });
  expect(halfway.status).not.toHaveProperty("conditions");
  await workloads.patch("pods", second?.metadata.name ?? "", next);
  const { status } = await workloads.finished("work");
  expect(status).toMatchObject({
    succeeded: 2,
    conditions: [{}, condition("Complete", ...reached)],
  });
  expect(await workloads.podsOf("work")).toHaveLength(2);
});

test("a Job of parallelism 0 waits until it may have Pods", async ({ workloads }) => {
  await workloads.create("jobs", job("none", "true", { parallelism: 0 }));
  const { status } = await workloads.until("jobs", "none", (now) => now.status?.startTime);
  expect(status).toEqual({
    startTime: instant,
    ready: 0,
    terminating: 0,
    uncountedTerminatedPods: {},
  });
  expect(await workloads.podsOf("none")).toEqual([]);
  await workloads.patch("jobs", "none", { spec: { parallelism: 1 } });
  expect(conditionsOf(await workloads.finished("none"))).toContain("Complete");
  expect(await workloads.podsOf("none")).toHaveLength(1);
});

test("a Job whose parallelism is lowered deletes Pods that do not count as failed", async ({
  workloads,
}) => {
  const spec = { parallelism: 3, completions: 3 };
  await workloads.create("jobs", job("shrinking", "sleep 300", spec));
  await workloads.until("jobs", "shrinking", ({ status }) => status?.ready === 3);
  await workloads.patch("jobs", "shrinking", { spec: { parallelism: 1 } });
  const { status } = await workloads.until(
    "jobs",
    "shrinking",
    (now) => now.status.active === 1 && now.status.terminating === 0,
  );
  expect(status).toEqual({
    startTime: instant,
    active: 1,
    ready: 1,
    terminating: 0,
    uncountedTerminatedPods: {},
  });
  await expect.poll(() => workloads.podsOf("shrinking")).toHaveLength(1);
  const deleted = "Normal SuccessfulDelete Deleted pod: shrinking-xxxxx";
  await expect
    .poll(async () => (await workloads.told("shrinking")).filter((text) => text === deleted))
    .toHaveLength(2);
});

test("a Job whose parallelism is raised starts more Pods at once", async ({ workloads }) => {
  const pods = await workloads.record("pods");
  const spec = { parallelism: 1, completions: 3 };
  await workloads.create("jobs", job("growing", "sleep 300", spec));
  await workloads.until("jobs", "growing", ({ status }) => status?.active === 1);
  await workloads.patch("jobs", "growing", { spec: { parallelism: 3 } });
  const { status } = await workloads.until("jobs", "growing", (now) => now.status.ready === 3);
  expect(status).toMatchObject({ active: 3, ready: 3 });
  await expect.poll(() => mostActive(pods)).toBe(3);
});
