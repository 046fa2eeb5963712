import { job, podSpec, shell } from "../objects.ts";
import {
  condition,
  conditionsOf,
  controlledBy,
  expect,
  instant,
  isFinished,
  secondsBetween,
  test,
} from "../workloads.ts";

const reached = ["CompletionsReached", "Reached expected number of succeeded pods"] as const;

test("a Job that has done its work says when, how often and why it is complete", async ({
  workloads,
}) => {
  await workloads.create("jobs", job("echo", "echo this a job"));
  const { status, metadata } = await workloads.finished("echo");
  expect(status).toEqual({
    startTime: instant,
    completionTime: instant,
    succeeded: 1,
    ready: 0,
    terminating: 0,
    uncountedTerminatedPods: {},
    conditions: [condition("SuccessCriteriaMet", ...reached), condition("Complete", ...reached)],
  });
  expect(metadata.generation).toBe(1);
  const [, complete] = status.conditions;
  expect(status.completionTime).toBe(complete.lastTransitionTime);
  expect(secondsBetween(metadata.creationTimestamp, status.startTime)).toBeGreaterThanOrEqual(0);
  expect(secondsBetween(status.startTime, status.completionTime)).toBeGreaterThanOrEqual(1);
});

test("a Job is active, then ready, then met its criteria, and only then complete", async ({
  workloads,
}) => {
  await workloads.create("jobs", job("slow", "sleep 4"));
  const versions = await workloads.history("jobs", "slow", isFinished);
  const statuses = versions.map(({ status = {} }) => status);
  const active = statuses.findIndex((status) => status.active === 1 && status.ready === 0);
  const ready = statuses.findIndex((status) => status.active === 1 && status.ready === 1);
  const met = versions.findIndex((each) => `${conditionsOf(each)}` === "SuccessCriteriaMet");
  expect(active).toBeGreaterThanOrEqual(0);
  expect(ready).toBeGreaterThan(active);
  expect(met).toBeGreaterThan(ready);
  expect(statuses[met]).not.toHaveProperty("completionTime");
  expect(statuses[met]).not.toHaveProperty("active");
  expect(versions.slice(-1).flatMap(conditionsOf)).toEqual(["SuccessCriteriaMet", "Complete"]);
});

test("a Pod that ended stands among the uncounted before it is counted", async ({ workloads }) => {
  await workloads.create("jobs", job("counted", "true"));
  const versions = await workloads.history("jobs", "counted", isFinished);
  const [pod] = await workloads.podsOf("counted");
  const uncounted = versions.filter(({ status }) => status?.uncountedTerminatedPods?.succeeded);
  expect(uncounted.length).toBeGreaterThan(0);
  for (const { status } of uncounted) {
    expect(status.uncountedTerminatedPods).toEqual({ succeeded: [pod?.metadata.uid] });
    expect(status).not.toHaveProperty("succeeded");
  }
});

test("a Pod of a Job belongs to it by owner reference, labels and name", async ({ workloads }) => {
  const owner = await workloads.create("jobs", job("echo", "echo this a job"));
  await workloads.finished("echo");
  const [pod, ...others] = await workloads.podsOf("echo");
  expect(others).toEqual([]);
  expect(pod?.metadata).toMatchObject({
    name: expect.stringMatching(/^echo-[bcdfghjklmnpqrstvwxz2456789]{5}$/),
    generateName: "echo-",
    generation: 1,
    labels: {
      "batch.kubernetes.io/controller-uid": owner.metadata.uid,
      "batch.kubernetes.io/job-name": "echo",
      "controller-uid": owner.metadata.uid,
      "job-name": "echo",
    },
    ownerReferences: [controlledBy("Job", owner)],
  });
  expect(pod?.metadata).not.toHaveProperty("annotations");
});

test("a Pod of a Job is held by a finalizer until the Job has counted it", async ({
  workloads,
}) => {
  const pods = await workloads.record("pods");
  await workloads.create("jobs", job("held", "true"));
  await workloads.finished("held");
  const [pod] = await workloads.podsOf("held");
  expect(pod?.metadata).not.toHaveProperty("finalizers");
  const freed = () => pods.find(({ object }) => !object.metadata.finalizers)?.object;
  await expect.poll(freed).toBeDefined();
  expect(freed()?.status.phase).toBe("Succeeded");
  expect(pods[0]?.object.metadata.finalizers).toEqual(["batch.kubernetes.io/job-tracking"]);
});

test("Pods get the labels and annotations of the template, and none of the Job", async ({
  workloads,
}) => {
  const metadata = { labels: { app: "shop" }, annotations: { note: "of the template" } };
  const template = { metadata, spec: podSpec([shell("true")]) };
  const owner = { name: "labelled", labels: { team: "a" }, annotations: { note: "of the Job" } };
  const created = await workloads.create("jobs", job(owner, "true", { template }));
  await workloads.finished("labelled");
  const [pod] = await workloads.podsOf("labelled");
  expect(pod?.metadata.annotations).toEqual({ note: "of the template" });
  expect(pod?.metadata.labels).toEqual({ app: "shop", ...created.spec.template.metadata.labels });
  expect(created.metadata.labels).toEqual({ team: "a" });
  expect(created.metadata.annotations).toEqual({ note: "of the Job" });
});

test("Events tell that a Job created its Pod and completed", async ({ workloads }) => {
  const { metadata } = await workloads.create("jobs", job("told", "true"));
  await expect
    .poll(() => workloads.told("told"))
    .toEqual(["Normal Completed Job completed", "Normal SuccessfulCreate Created pod: told-xxxxx"]);
  for (const event of await workloads.events("told")) {
    expect(event).toMatchObject({
      metadata: { name: expect.stringMatching(/^told\.[0-9a-f]{16}$/) },
      involvedObject: { apiVersion: "batch/v1", kind: "Job", name: "told", uid: metadata.uid },
      source: { component: "job-controller" },
      reportingComponent: "job-controller",
      reportingInstance: "",
      count: 1,
      firstTimestamp: instant,
      lastTimestamp: instant,
      eventTime: null,
    });
  }
});

test("a Job of no completions is complete at once, without a Pod", async ({ workloads }) => {
  await workloads.create("jobs", job("nothing", "true", { completions: 0 }));
  const { status } = await workloads.finished("nothing");
  expect(status).toEqual({
    startTime: instant,
    completionTime: instant,
    ready: 0,
    terminating: 0,
    uncountedTerminatedPods: {},
    conditions: [condition("SuccessCriteriaMet", ...reached), condition("Complete", ...reached)],
  });
  expect(await workloads.podsOf("nothing")).toEqual([]);
  await expect.poll(() => workloads.told("nothing")).toEqual(["Normal Completed Job completed"]);
});

test("the Pods of a Job with a long name cut it, so that they have room for their own", async ({
  workloads,
}) => {
  const name = "a".repeat(63);
  await workloads.create("jobs", job(name, "true"));
  await workloads.finished(name);
  const [pod] = await workloads.podsOf(name);
  expect(pod?.metadata.generateName).toBe(`${name}-`);
  expect(pod?.metadata.name).toMatch(/^a{58}[bcdfghjklmnpqrstvwxz2456789]{5}$/);
});
