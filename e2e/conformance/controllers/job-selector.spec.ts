import { job, pod, podSpec, shell } from "../objects.ts";
import { controlledBy, expect, type Thing, test } from "../workloads.ts";

const tracking = "batch.kubernetes.io/job-tracking";
const labels = { app: "shop" };
const gates = { schedulingGates: [{ name: "example.com/turn" }] };

/** A Job that selects Pods by these labels, and not by labels of its own. */
const selecting = (name: string, more: object = {}) =>
  job(name, "", {
    manualSelector: true,
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: podSpec([shell("true")]) },
    ...more,
  });

const isOwned = ({ metadata }: Thing) => metadata.ownerReferences !== undefined;

test("a Job that chooses its selector adopts the Pods it selects instead of its own", async ({
  workloads,
}) => {
  await workloads.create("pods", pod({ name: "found", labels }, "true", gates));
  await workloads.create("pods", pod({ name: "other", labels: { app: "bar" } }, "true", gates));
  const owner = await workloads.create("jobs", selecting("adopting"));
  expect(owner.spec.template.metadata.labels).toEqual(labels);
  const { metadata } = await workloads.until("pods", "found", isOwned);
  expect(metadata).toMatchObject({
    ownerReferences: [controlledBy("Job", owner)],
    finalizers: [tracking],
    labels,
  });
  await workloads.until("jobs", "adopting", ({ status }) => status?.active === 1);
  await workloads.patch("pods", "found", { spec: { schedulingGates: null } });
  const { status } = await workloads.finished("adopting");
  expect(status).toMatchObject({ succeeded: 1, conditions: [{}, { type: "Complete" }] });
  expect(await workloads.names("pods")).toEqual(["found", "other"]);
  expect((await workloads.get("pods", "other")).metadata).not.toHaveProperty("ownerReferences");
});

test("a Pod whose labels come to match is adopted while the Job runs", async ({ workloads }) => {
  await workloads.create("pods", pod({ name: "late", labels: { app: "bar" } }, "true", gates));
  const owner = await workloads.create("jobs", selecting("open", { parallelism: 0 }));
  await workloads.until("jobs", "open", ({ status }) => status?.startTime);
  await workloads.patch("pods", "late", { metadata: { labels } });
  const { metadata } = await workloads.until("pods", "late", isOwned);
  expect(metadata.ownerReferences).toEqual([controlledBy("Job", owner)]);
});

test("a Pod that loses the labels of its Job is let go and replaced", async ({ workloads }) => {
  await workloads.create("jobs", job("losing", "sleep 300"));
  await workloads.until("jobs", "losing", ({ status }) => status?.ready === 1);
  const [first = {} as Thing] = await workloads.podsOf("losing");
  const { name } = first.metadata;
  await workloads.patch("pods", name, {
    metadata: { labels: { "batch.kubernetes.io/controller-uid": "somebody-else" } },
  });
  const free = await workloads.until("pods", name, (now) => !isOwned(now));
  expect(free.metadata).not.toHaveProperty("finalizers");
  expect(free.metadata).not.toHaveProperty("deletionTimestamp");
  await expect.poll(() => workloads.names("pods")).toHaveLength(2);
  const { status } = await workloads.until("jobs", "losing", (now) => now.status.ready === 1);
  expect(status).not.toHaveProperty("failed");
});

test("a Pod that loses its owner reference gets it back", async ({ workloads }) => {
  const owner = await workloads.create("jobs", job("keeping", "sleep 300"));
  await workloads.until("jobs", "keeping", ({ status }) => status?.active === 1);
  const [{ metadata } = {} as Thing] = await workloads.podsOf("keeping");
  const lost = await workloads.patch("pods", metadata.name, {
    metadata: { ownerReferences: null },
  });
  expect(isOwned(lost)).toBe(false);
  const again = await workloads.until("pods", metadata.name, isOwned);
  expect(again.metadata.ownerReferences).toEqual([controlledBy("Job", owner)]);
  const held = await workloads.until("pods", metadata.name, (now) => now.metadata.finalizers);
  expect(held.metadata.finalizers).toEqual([tracking]);
  expect(await workloads.names("pods")).toHaveLength(1);
});

test("a selector that its own Pods would not match is refused", async ({ api, workloads }) => {
  const selector = { matchLabels: { app: "bar" } };
  const { status, body } = await api.call("POST", workloads.path("jobs"), {
    body: selecting("mismatch", { selector }),
  });
  expect(status).toBe(422);
  expect(body).toMatchObject({
    reason: "Invalid",
    message:
      'Job.batch "mismatch" is invalid: spec.template.metadata.labels: Invalid value: {"app":"shop"}: `selector` does not match template `labels`',
    details: {
      name: "mismatch",
      group: "batch",
      kind: "Job",
      causes: [
        {
          reason: "FieldValueInvalid",
          field: "spec.template.metadata.labels",
          message: 'Invalid value: {"app":"shop"}: `selector` does not match template `labels`',
        },
      ],
    },
  });
});
