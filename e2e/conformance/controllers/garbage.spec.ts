import { cronJob, job, pod } from "../objects.ts";
import { controlledBy, expect, type Thing, test } from "../workloads.ts";

const finalizer = "example.com/kept";
const idle = (metadata: object) => job(metadata, "true", { suspend: true });
const references = ({ metadata }: Thing) => (metadata.ownerReferences ?? []) as object[];

test("a Job deleted in the background is gone at once and takes its Pods with it", async ({
  api,
  workloads,
}) => {
  const { metadata } = await workloads.create("jobs", job("quick", "sleep 300"));
  await workloads.until("jobs", "quick", ({ status }) => status?.active === 1);
  const { status, body } = await api.call("DELETE", workloads.path("jobs", "quick"), {
    body: { propagationPolicy: "Background" },
  });
  expect(status).toBe(200);
  expect(body).toEqual({
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Success",
    details: { name: "quick", group: "batch", kind: "jobs", uid: metadata.uid },
  });
  expect(await workloads.names("jobs")).toEqual([]);
  await expect.poll(() => workloads.names("pods"), { timeout: 20_000 }).toEqual([]);
});

test("a Job deleted in the foreground waits for its Pods", async ({ api, workloads }) => {
  await workloads.create("jobs", job("polite", "sleep 300"));
  await workloads.until("jobs", "polite", ({ status }) => status?.active === 1);
  const [{ metadata } = {} as Thing] = await workloads.podsOf("polite");
  await workloads.patch("pods", metadata.name, {
    metadata: { finalizers: ["batch.kubernetes.io/job-tracking", finalizer] },
  });
  const { status, body } = await api.call("DELETE", workloads.path("jobs", "polite"), {
    body: { propagationPolicy: "Foreground" },
  });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    kind: "Job",
    metadata: {
      name: "polite",
      finalizers: ["foregroundDeletion"],
      deletionTimestamp: expect.any(String),
      deletionGracePeriodSeconds: 0,
    },
  });
  const held = await workloads.until(
    "pods",
    metadata.name,
    (now) => now.metadata.deletionTimestamp && `${now.metadata.finalizers}` === finalizer,
  );
  expect(held.metadata.ownerReferences).toMatchObject([{ name: "polite" }]);
  expect(await workloads.names("jobs")).toEqual(["polite"]);
  await workloads.untilGone("jobs", "polite", () =>
    workloads.patch("pods", metadata.name, { metadata: { finalizers: null } }),
  );
  expect(await workloads.names("pods")).toEqual([]);
});

test("a Job deleted as an orphan's owner leaves its Pods, which then have no owner", async ({
  api,
  workloads,
}) => {
  await workloads.create("jobs", job("left", "sleep 300"));
  await workloads.until("jobs", "left", ({ status }) => status?.active === 1);
  const { body } = await api.call("DELETE", workloads.path("jobs", "left"), {
    body: { propagationPolicy: "Orphan" },
  });
  expect(body).toMatchObject({ kind: "Job", metadata: { finalizers: ["orphan"] } });
  await expect.poll(() => workloads.names("jobs")).toEqual([]);
  const [name = ""] = await workloads.names("pods");
  const orphan = await workloads.until("pods", name, (now) => !now.metadata.finalizers);
  expect(orphan.metadata).not.toHaveProperty("ownerReferences");
  expect(orphan.metadata).not.toHaveProperty("deletionTimestamp");
  expect(orphan.metadata.labels).toMatchObject({ "job-name": "left" });
});

test("a Job deleted without a word leaves its Pods and warns of it", async ({ api, workloads }) => {
  await workloads.create("jobs", job("bare", "true"));
  await workloads.finished("bare");
  const { status, headers } = await api.call("DELETE", workloads.path("jobs", "bare"));
  expect(status).toBe(200);
  expect(headers.get("warning")).toBe(
    '299 - "child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning"',
  );
  await expect.poll(() => workloads.names("jobs")).toEqual([]);
  expect((await workloads.list("pods")).map(references)).toEqual([[]]);
});

test("a CronJob takes its Jobs and their Pods with it", async ({ workloads }) => {
  const owner = await workloads.create("cronJobs", cronJob("nightly", "0 0 1 1 *"));
  const ownerReferences = [controlledBy("CronJob", owner)];
  await workloads.create("jobs", job({ name: "run", ...{ ownerReferences } }, "sleep 300"));
  await workloads.until("jobs", "run", ({ status }) => status?.active === 1);
  await workloads.delete("cronJobs", "nightly");
  await expect.poll(() => workloads.names("cronJobs")).toEqual([]);
  await expect.poll(() => workloads.names("jobs")).toEqual([]);
  await expect.poll(() => workloads.names("pods"), { timeout: 20_000 }).toEqual([]);
});

test("what names an owner that never was is deleted", async ({ workloads }) => {
  const owner = { apiVersion: "batch/v1", kind: "Job", name: "never" };
  const uid = "00000000-0000-4000-8000-000000000000";
  const ownerReferences = [{ ...owner, uid }];
  await workloads.create("jobs", idle({ name: "stray", ...{ ownerReferences } }));
  await workloads.create("pods", pod({ name: "stray", ...{ ownerReferences } }, "sleep 300"));
  await expect.poll(() => workloads.names("jobs")).toEqual([]);
  await expect.poll(() => workloads.names("pods"), { timeout: 20_000 }).toEqual([]);
});

test("what names an owner of another uid under its name is deleted", async ({ workloads }) => {
  await workloads.create("jobs", idle({ name: "owner" }));
  const uid = "00000000-0000-4000-8000-000000000000";
  const ownerReferences = [{ apiVersion: "batch/v1", kind: "Job", name: "owner", uid }];
  await workloads.create("jobs", idle({ name: "stray", ...{ ownerReferences } }));
  await expect.poll(() => workloads.names("jobs")).toEqual(["owner"]);
});

test("what has two owners stays with the one that is left", async ({ workloads }) => {
  const owners = await Promise.all(
    ["one", "two"].map((name) => workloads.create("jobs", idle({ name }))),
  );
  const ownerReferences = owners.map(({ metadata: { name, uid } }) => ({
    apiVersion: "batch/v1",
    kind: "Job",
    name,
    uid,
  }));
  await workloads.create("jobs", idle({ name: "shared", ...{ ownerReferences } }));
  await workloads.delete("jobs", "one", { propagationPolicy: "Background" });
  const { metadata } = await workloads.until(
    "jobs",
    "shared",
    (now) => references(now).length === 1,
  );
  expect(metadata.ownerReferences).toEqual(ownerReferences.slice(1));
  await workloads.delete("jobs", "two", { propagationPolicy: "Background" });
  await expect.poll(() => workloads.names("jobs")).toEqual([]);
});

test("only what blocks its owner's deletion keeps it in the foreground", async ({ workloads }) => {
  const { metadata } = await workloads.create("jobs", idle({ name: "owner" }));
  const { name, uid } = metadata;
  const reference = { apiVersion: "batch/v1", kind: "Job", name, uid };
  for (const [dependent, blockOwnerDeletion] of [
    ["loose", false],
    ["tight", true],
  ] as const) {
    const ownerReferences = [{ ...reference, blockOwnerDeletion }];
    const held = { name: dependent, finalizers: [finalizer], ...{ ownerReferences } };
    await workloads.create("jobs", idle(held));
  }
  await workloads.delete("jobs", "owner", { propagationPolicy: "Foreground" });
  for (const dependent of ["loose", "tight"]) {
    await workloads.until("jobs", dependent, (now) => now.metadata.deletionTimestamp !== undefined);
  }
  expect(await workloads.names("jobs")).toEqual(["loose", "owner", "tight"]);
  await workloads.patch("jobs", "tight", { metadata: { finalizers: null } });
  await expect.poll(() => workloads.names("jobs")).toEqual(["loose"]);
  await workloads.patch("jobs", "loose", { metadata: { finalizers: null } });
  await expect.poll(() => workloads.names("jobs")).toEqual([]);
});
