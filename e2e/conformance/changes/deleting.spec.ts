import type { Api } from "../../cluster/api.ts";
import { expect, test } from "../fixtures.ts";
import { idleJob, idlePod, job, paths, pod, podSpec, shell } from "../objects.ts";
import { expectRefusal, failure, invalid, notFound, warningsOf } from "../statuses.ts";

interface Stored {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly resourceVersion: string;
    readonly finalizers?: readonly string[];
    readonly ownerReferences?: readonly object[];
  };
}

const preserved =
  "child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning";
const hold = "example.com/hold";

/** The Pod of a new Job, which no scheduler places. */
async function podOf(api: Api, namespace: string): Promise<Stored> {
  const template = { spec: podSpec([shell("true")], { schedulerName: "nobody" }) };
  await api.create(paths.jobs(namespace), job("a", "true", { template }));
  const pods = async () => {
    const { body } = await api.get(`${paths.pods(namespace)}?labelSelector=job-name%3Da`);
    return (body as { items: Stored[] }).items;
  };
  await expect.poll(async () => (await pods()).length).toBe(1);
  return (await pods())[0] as Stored;
}

const statusOf = async (api: Api, path: string) => (await api.call("GET", path)).status;

test("a Job that is deleted in the background is gone at once, and its Pods follow", async ({
  api,
  namespace,
}) => {
  const { metadata } = await podOf(api, namespace);
  const before = (await api.get(paths.jobs(namespace, "a"))).body as Stored;
  const reply = await api.call("DELETE", paths.jobs(namespace, "a"), {
    body: { propagationPolicy: "Background" },
  });
  expect(reply.body).toEqual({
    apiVersion: "v1",
    kind: "Status",
    metadata: {},
    status: "Success",
    details: { name: "a", group: "batch", kind: "jobs", uid: before.metadata.uid },
  });
  expect(warningsOf(reply)).toEqual([]);
  expect(await statusOf(api, paths.jobs(namespace, "a"))).toBe(404);
  const pod = paths.pods(namespace, metadata.name);
  await expect.poll(() => statusOf(api, pod), { timeout: 20_000 }).toBe(404);
});

test("a Job that is deleted in the foreground waits for its Pods", async ({ api, namespace }) => {
  const { metadata } = await podOf(api, namespace);
  const pod = paths.pods(namespace, metadata.name);
  const finalizers = [...(metadata.finalizers ?? []), hold];
  await api.patch(pod, { metadata: { finalizers } });
  const path = paths.jobs(namespace, "a");
  const { body } = await api.delete(path, { propagationPolicy: "Foreground" });
  expect(body).toMatchObject({
    kind: "Job",
    metadata: {
      finalizers: ["foregroundDeletion"],
      deletionTimestamp: expect.any(String),
      deletionGracePeriodSeconds: 0,
    },
  });
  await expect
    .poll(async () => ((await api.get(pod)).body as Stored).metadata, { timeout: 20_000 })
    .toMatchObject({ deletionTimestamp: expect.any(String), finalizers: [hold] });
  expect(await statusOf(api, path)).toBe(200);
  await api.patch(pod, { metadata: { finalizers: null } });
  await expect.poll(() => statusOf(api, path), { timeout: 20_000 }).toBe(404);
  expect(await statusOf(api, pod)).toBe(404);
});

test("the Pods of a Job that is deleted as an orphan stay, and are nobody's", async ({
  api,
  namespace,
}) => {
  const { metadata } = await podOf(api, namespace);
  const path = paths.jobs(namespace, "a");
  const { body } = await api.delete(path, { propagationPolicy: "Orphan" });
  expect(body).toMatchObject({ kind: "Job", metadata: { finalizers: ["orphan"] } });
  await expect.poll(() => statusOf(api, path), { timeout: 20_000 }).toBe(404);
  const pod = (await api.get(paths.pods(namespace, metadata.name))).body as Stored;
  expect(pod.metadata).toMatchObject({ uid: metadata.uid });
  expect(pod.metadata).not.toHaveProperty("ownerReferences");
  expect(pod.metadata).not.toHaveProperty("deletionTimestamp");
});

test("a Job is deleted as an orphan by default, with a warning, and by the old option", async ({
  api,
  namespace,
}) => {
  await api.create(paths.jobs(namespace), idleJob({ name: "a", finalizers: [hold] }));
  await api.create(paths.jobs(namespace), idleJob({ name: "b", finalizers: [hold] }));
  const unsaid = await api.call("DELETE", paths.jobs(namespace, "a"));
  expect(warningsOf(unsaid)).toEqual([preserved]);
  expect(unsaid.body).toMatchObject({ metadata: { finalizers: [hold, "orphan"] } });
  const old = await api.call("DELETE", paths.jobs(namespace, "b"), {
    body: { orphanDependents: true },
  });
  expect(warningsOf(old)).toEqual([]);
  expect(old.body).toMatchObject({ metadata: { finalizers: [hold, "orphan"] } });
  for (const name of ["a", "b"]) {
    await api.patch(paths.jobs(namespace, name), { metadata: { finalizers: null } });
  }
});

test("a finalizer holds what is deleted, and nothing may be added to it", async ({
  api,
  namespace,
}) => {
  await api.create(paths.jobs(namespace), idleJob({ name: "a", finalizers: [hold] }));
  const path = paths.jobs(namespace, "a");
  const marked = {
    finalizers: [hold],
    deletionTimestamp: expect.any(String),
    deletionGracePeriodSeconds: 0,
    generation: 2,
  };
  for (let i = 0; i < 2; i++) {
    const { body } = await api.delete(path, { propagationPolicy: "Background" });
    expect(body).toMatchObject({ kind: "Job", metadata: marked });
  }
  const patch = (metadata: object) =>
    api.call("PATCH", path, { body: { metadata }, type: "application/merge-patch+json" });
  const more = "example.com/more";
  expectRefusal(
    await patch({ finalizers: [hold, more] }),
    invalid({ kind: "Job", group: "batch", name: "a" }, [
      "metadata.finalizers",
      "Forbidden",
      `Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"${more}"}`,
    ]),
  );
  const undeleted = await patch({ deletionTimestamp: null, labels: { still: "here" } });
  expect(undeleted.body).toMatchObject({ metadata: { ...marked, labels: { still: "here" } } });
  expectRefusal(
    await api.call("POST", paths.jobs(namespace), { body: idleJob("a") }),
    failure(409, "AlreadyExists", 'object is being deleted: jobs.batch "a" already exists', {
      name: "a",
      group: "batch",
      kind: "jobs",
    }),
  );
  const released = await patch({ finalizers: [] });
  expect(released.status).toBe(200);
  expect((released.body as Stored).metadata).not.toHaveProperty("finalizers");
  expectRefusal(await api.call("GET", path), notFound("jobs", "a", "batch"));
});

test("a Pod that never began is gone at once, and comes back as it went", async ({
  api,
  namespace,
}) => {
  await api.create(paths.pods(namespace), idlePod("a"));
  const { body } = await api.delete(paths.pods(namespace, "a"), { gracePeriodSeconds: 30 });
  expect(body).toMatchObject({
    kind: "Pod",
    metadata: { deletionTimestamp: expect.any(String), deletionGracePeriodSeconds: 0 },
  });
  expectRefusal(await api.call("GET", paths.pods(namespace, "a")), notFound("pods", "a"));
});

test("a Pod that runs is given its time to end, or none", async ({ api, namespace }) => {
  const stubborn = "trap '' TERM; while true; do sleep 1; done";
  const patient = pod("a", stubborn, { terminationGracePeriodSeconds: 600 });
  await api.create(paths.pods(namespace), patient);
  const path = paths.pods(namespace, "a");
  const phase = async () =>
    ((await api.get(path)).body as { status: { phase: string } }).status.phase;
  await expect.poll(phase, { timeout: 20_000 }).toBe("Running");
  const deleted = await api.delete(path);
  expect(deleted.body).toMatchObject({
    metadata: { deletionTimestamp: expect.any(String), deletionGracePeriodSeconds: 600 },
  });
  const longer = await api.delete(path, { gracePeriodSeconds: 900 });
  expect(longer.body).toMatchObject({ metadata: { deletionGracePeriodSeconds: 600 } });
  await api.delete(path, { gracePeriodSeconds: 0 });
  expect(await statusOf(api, path)).toBe(404);
});

test("what a selector chooses is deleted together, and told as a list", async ({
  api,
  namespace,
}) => {
  for (const [name, set] of [
    ["a", "one"],
    ["b", "one"],
    ["c", "two"],
  ] as const) {
    await api.create(paths.jobs(namespace), idleJob({ name, labels: { set } }));
  }
  const names = (body: unknown) =>
    (body as { items: Stored[] }).items.map(({ metadata }) => metadata.name);
  const body = { propagationPolicy: "Background" };
  const deleted = await api.call("DELETE", `${paths.jobs(namespace)}?labelSelector=set%3Done`, {
    body,
  });
  expect(deleted.body).toMatchObject({ kind: "JobList", apiVersion: "batch/v1" });
  expect(names(deleted.body).toSorted()).toEqual(["a", "b"]);
  expect(names((await api.get(paths.jobs(namespace))).body)).toEqual(["c"]);
  const named = await api.call(
    "DELETE",
    `${paths.jobs(namespace)}?fieldSelector=metadata.name%3Dc`,
    {
      body,
    },
  );
  expect(names(named.body)).toEqual(["c"]);
  expect(names((await api.send("DELETE", paths.jobs(namespace), { body })).body)).toEqual([]);
});
