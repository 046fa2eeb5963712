import { job } from "../objects.ts";
import { condition, conditionsOf, expect, instant, test } from "../workloads.ts";

const suspended = condition("Suspended", "JobSuspended", "Job suspended");
const resumed = condition("Suspended", "JobResumed", "Job resumed", "False");

test("a Job created suspended has not started and has no Pods", async ({ workloads }) => {
  await workloads.create("jobs", job("paused", "true", { suspend: true }));
  const { status } = await workloads.until("jobs", "paused", (now) => now.status?.conditions);
  expect(status).toEqual({
    ready: 0,
    terminating: 0,
    uncountedTerminatedPods: {},
    conditions: [suspended],
  });
  expect(await workloads.podsOf("paused")).toEqual([]);
  await expect.poll(() => workloads.told("paused")).toEqual(["Normal Suspended Job suspended"]);
});

test("a Job that is resumed starts then, and says so", async ({ workloads }) => {
  const { metadata } = await workloads.create("jobs", job("later", "true", { suspend: true }));
  await workloads.until("jobs", "later", ({ status }) => status?.conditions);
  const patched = await workloads.patch("jobs", "later", { spec: { suspend: false } });
  expect(patched.metadata.generation).toBe((metadata.generation as number) + 1);
  const now = await workloads.finished("later");
  expect(conditionsOf(now)).toEqual(["Suspended=False", "SuccessCriteriaMet", "Complete"]);
  expect(now.status).toMatchObject({ startTime: instant, succeeded: 1 });
  expect(now.status.conditions[0]).toEqual(resumed);
  expect(now.status.startTime).toBe(now.status.conditions[0].lastTransitionTime);
  await expect
    .poll(() => workloads.told("later"))
    .toEqual([
      "Normal Completed Job completed",
      "Normal Resumed Job resumed",
      "Normal SuccessfulCreate Created pod: later-xxxxx",
      "Normal Suspended Job suspended",
    ]);
});

test("a Job that is suspended loses its Pods and its start, and nothing has failed", async ({
  workloads,
}) => {
  await workloads.create("jobs", job("halted", "sleep 300", { parallelism: 2, completions: 2 }));
  await workloads.until("jobs", "halted", ({ status }) => status?.ready === 2);
  await workloads.patch("jobs", "halted", { spec: { suspend: true } });
  const { status } = await workloads.until(
    "jobs",
    "halted",
    (now) => now.status.conditions && now.status.terminating === 0,
  );
  expect(status).toEqual({
    ready: 0,
    terminating: 0,
    uncountedTerminatedPods: {},
    conditions: [suspended],
  });
  await expect.poll(() => workloads.podsOf("halted")).toEqual([]);
  await expect
    .poll(() => workloads.told("halted"))
    .toEqual([
      "Normal SuccessfulCreate Created pod: halted-xxxxx",
      "Normal SuccessfulCreate Created pod: halted-xxxxx",
      "Normal SuccessfulDelete Deleted pod: halted-xxxxx",
      "Normal SuccessfulDelete Deleted pod: halted-xxxxx",
      "Normal Suspended Job suspended",
    ]);
});

test("a Job that is suspended and resumed while it ran starts anew", async ({ workloads }) => {
  await workloads.create("jobs", job("twice", "sleep 2"));
  const first = await workloads.until("jobs", "twice", ({ status }) => status?.ready === 1);
  await workloads.patch("jobs", "twice", { spec: { suspend: true } });
  await workloads.until("jobs", "twice", ({ status }) => !status.startTime);
  await workloads.patch("jobs", "twice", { spec: { suspend: false } });
  const { status } = await workloads.finished("twice");
  expect(status).toMatchObject({ succeeded: 1, conditions: [resumed, {}, {}] });
  expect(status).not.toHaveProperty("failed");
  expect(Date.parse(status.startTime)).toBeGreaterThanOrEqual(Date.parse(first.status.startTime));
  await expect.poll(() => workloads.podsOf("twice")).toHaveLength(1);
});

test("where the Pods of a suspended Job that never started go may still be changed", async ({
  workloads,
}) => {
  await workloads.create("jobs", job("moved", "true", { suspend: true }));
  await workloads.until("jobs", "moved", ({ status }) => status?.conditions);
  const template = {
    metadata: { labels: { moved: "yes" }, annotations: { note: "late" } },
    spec: { nodeSelector: { "kubernetes.io/os": "linux" } },
  };
  await workloads.patch("jobs", "moved", { spec: { template, suspend: false } });
  await workloads.finished("moved");
  const [pod] = await workloads.podsOf("moved");
  expect(pod?.metadata).toMatchObject(template.metadata);
  expect(pod?.spec.nodeSelector).toEqual(template.spec.nodeSelector);
});

test("where the Pods of a Job that runs go may not be changed", async ({ api, workloads }) => {
  await workloads.create("jobs", job("fixed", "sleep 300"));
  await workloads.until("jobs", "fixed", ({ status }) => status?.active === 1);
  const { status, body } = await api.call("PATCH", workloads.path("jobs", "fixed"), {
    body: { spec: { template: { spec: { nodeSelector: { disk: "ssd" } } } } },
    type: "application/merge-patch+json",
  });
  expect(status).toBe(422);
  expect(body).toMatchObject({
    reason: "Invalid",
    details: {
      causes: [
        {
          reason: "FieldValueInvalid",
          field: "spec.template",
          message: expect.stringMatching(/: field is immutable$/),
        },
      ],
    },
  });
});
