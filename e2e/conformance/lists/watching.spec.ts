import { type Item, list } from "../answers.ts";
import { expect, test } from "../fixtures.ts";
import { job, paths, pod, resting } from "../objects.ts";
import { told, Watching } from "../watching.ts";

for (const [from, query] of [
  ["no version", ""],
  ["version 0", "resourceVersion=0"],
] as const) {
  test(`a watch from ${from} begins with everything there is`, async ({ api, namespace }) => {
    const path = paths.cronJobs(namespace);
    await api.create(path, resting("a"));
    await api.create(path, resting("b"));
    const watch = await Watching.open(api, path, query);
    expect(told(await watch.take(2)).toSorted()).toEqual(["ADDED a", "ADDED b"]);
    await api.create(path, resting("c"));
    const [last] = await watch.take(1);
    expect(last).toMatchObject({
      type: "ADDED",
      object: { kind: "CronJob", apiVersion: "batch/v1", metadata: { name: "c", namespace } },
    });
    watch.close();
  });
}

test("a watch from the version of a list tells every change since, once and in order", async ({
  api,
  namespace,
}) => {
  const path = paths.cronJobs(namespace);
  await api.create(path, resting("a"));
  const { resourceVersion } = (await list(api, path)).metadata;
  await api.create(path, resting("b"));
  await api.patch(`${path}/a`, { metadata: { labels: { app: "one" } } });
  const watch = await Watching.open(api, path, `resourceVersion=${resourceVersion}`);
  await api.patch(`${path}/a`, { metadata: { labels: { app: "two" } } });
  await api.delete(`${path}/b`);
  const events = await watch.take(4);
  watch.close();
  expect(told(events)).toEqual(["ADDED b", "MODIFIED a", "MODIFIED a", "DELETED b"]);
  expect(events.map(({ object }) => object.metadata.labels?.app)).toEqual([
    undefined,
    "one",
    "two",
    undefined,
  ]);
  const versions = events.map(({ object }) => BigInt(object.metadata.resourceVersion));
  expect(versions).toEqual(versions.toSorted((a, b) => (a < b ? -1 : 1)));
  expect(new Set(versions).size).toBe(4);
});

test("what is deleted comes in its last state, with the version of its deletion", async ({
  api,
  namespace,
}) => {
  const path = paths.cronJobs(namespace);
  await api.create(path, resting({ name: "a", labels: { app: "last" } }));
  const before = await list(api, path);
  const [last] = before.items;
  const watch = await Watching.open(
    api,
    path,
    `resourceVersion=${before.metadata.resourceVersion}`,
  );
  await api.delete(`${path}/a`);
  const [event] = await watch.take(1);
  watch.close();
  expect(event).toMatchObject({ type: "DELETED", object: { spec: last?.spec } });
  expect(event?.object.metadata).toMatchObject({
    uid: last?.metadata.uid,
    labels: { app: "last" },
  });
  expect(BigInt(event?.object.metadata.resourceVersion ?? "")).toBeGreaterThan(
    BigInt(before.metadata.resourceVersion),
  );
});

test("what begins to match a selector is added, what ceases to is deleted as it was", async ({
  api,
  namespace,
}) => {
  const path = paths.cronJobs(namespace);
  await api.create(path, resting({ name: "a", labels: { app: "shop", old: "yes" } }));
  await api.create(path, resting({ name: "b", labels: { app: "mail" } }));
  const { resourceVersion } = (await list(api, path)).metadata;
  const query = `labelSelector=app%3Dshop&resourceVersion=${resourceVersion}`;
  const watch = await Watching.open(api, path, query);
  await api.patch(`${path}/b`, { metadata: { labels: { app: "shop" } } });
  const left = await api.patch(`${path}/a`, { metadata: { labels: { app: "mail", old: null } } });
  await api.patch(`${path}/a`, { metadata: { labels: { app: "other" } } });
  await api.delete(`${path}/a`);
  await api.patch(`${path}/b`, { metadata: { labels: { more: "1" } } });
  await api.delete(`${path}/b`);
  const events = await watch.take(4);
  watch.close();
  expect(told(events)).toEqual(["ADDED b", "DELETED a", "MODIFIED b", "DELETED b"]);
  expect(events[1]?.object.metadata).toMatchObject({
    labels: { app: "shop", old: "yes" },
    resourceVersion: (left.body as Item).metadata.resourceVersion,
  });
});

test("one object is watched by its name", async ({ api, namespace }) => {
  const path = paths.cronJobs(namespace);
  for (const name of ["a", "b", "c"]) await api.create(path, resting(name));
  const watch = await Watching.open(api, path, "fieldSelector=metadata.name%3Db");
  await api.delete(`${path}/a`);
  await api.patch(`${path}/b`, { metadata: { labels: { app: "b" } } });
  await api.delete(`${path}/b`);
  expect(told(await watch.take(3))).toEqual(["ADDED b", "MODIFIED b", "DELETED b"]);
  watch.close();
});

test("a watch of a namespace is told of no other, one of all namespaces of each", async ({
  api,
  cluster,
  namespace,
}) => {
  const other = await cluster.createNamespace();
  const labels = { case: namespace };
  const own = await Watching.open(api, paths.cronJobs(namespace));
  const query = `labelSelector=case%3D${namespace}`;
  const all = await Watching.open(api, "/apis/batch/v1/cronjobs", query);
  await api.create(paths.cronJobs(other), resting({ name: "there", labels }));
  await api.create(paths.cronJobs(namespace), resting({ name: "here", labels }));
  expect(told(await own.take(1))).toEqual(["ADDED here"]);
  const both = await all.take(2);
  expect(both.map(({ object }) => `${object.metadata.namespace}/${object.metadata.name}`)).toEqual([
    `${other}/there`,
    `${namespace}/here`,
  ]);
  own.close();
  all.close();
});

test("what is created anew under a name is another object", async ({ api, namespace }) => {
  const path = paths.cronJobs(namespace);
  const watch = await Watching.open(api, path);
  await api.create(path, resting("a"));
  await api.delete(`${path}/a`);
  await api.create(path, resting("a"));
  const events = await watch.take(3);
  watch.close();
  expect(told(events)).toEqual(["ADDED a", "DELETED a", "ADDED a"]);
  const uids = events.map(({ object }) => object.metadata.uid);
  expect(uids[1]).toBe(uids[0]);
  expect(uids[2]).not.toBe(uids[0]);
});

test("what a finalizer holds is modified first and deleted when that is gone", async ({
  api,
  namespace,
}) => {
  const path = paths.cronJobs(namespace);
  await api.create(path, resting({ name: "held", finalizers: ["example.com/hold"] }));
  const watch = await Watching.open(api, path);
  await api.delete(`${path}/held`);
  await api.patch(`${path}/held`, { metadata: { finalizers: null } });
  const events = await watch.take(3);
  watch.close();
  expect(told(events)).toEqual(["ADDED held", "MODIFIED held", "DELETED held"]);
  expect(events[0]?.object.metadata).not.toHaveProperty("deletionTimestamp");
  expect(events[1]?.object.metadata).toMatchObject({
    deletionTimestamp: expect.any(String),
    deletionGracePeriodSeconds: 0,
    finalizers: ["example.com/hold"],
  });
  expect(events[2]?.object.metadata).toMatchObject({ finalizers: ["example.com/hold"] });
});

test("the life of a Pod is seen from its beginning to its end", async ({ api, namespace }) => {
  const path = paths.pods(namespace);
  const watch = await Watching.open(api, path);
  await api.create(path, pod("echo", "echo hi; sleep 2"));
  const phase = ({ object }: { object: Item }) => (object.status as { phase: string }).phase;
  const events = await watch.until((event) => phase(event) === "Succeeded");
  watch.close();
  const phases = events.map(phase);
  expect(phases.filter((one, i) => one !== phases[i - 1])).toEqual([
    "Pending",
    "Running",
    "Succeeded",
  ]);
  expect(events.map(({ type }) => type)).toEqual([
    "ADDED",
    ...phases.slice(1).map(() => "MODIFIED"),
  ]);
});

test("a Job's status is seen to grow until it is complete", async ({ api, namespace }) => {
  const path = paths.jobs(namespace);
  const watch = await Watching.open(api, path, "fieldSelector=metadata.name%3Dthree");
  await api.create(path, job("three", "true", { completions: 3, parallelism: 1 }));
  const events = await watch.until(({ object }) => {
    const { conditions = [] } = object.status as { conditions?: { type: string }[] };
    return conditions.some(({ type }) => type === "Complete");
  });
  watch.close();
  const counts = events.map(
    ({ object }) => (object.status as { succeeded?: number }).succeeded ?? 0,
  );
  expect([...new Set(counts)]).toEqual([0, 1, 2, 3]);
});

test("the deletion of a namespace is seen in it and of it", async ({ api, namespace }) => {
  const name = `${namespace}-gone`;
  await api.create("/api/v1/namespaces", { metadata: { name } });
  const path = paths.cronJobs(name);
  await api.create(path, resting("a"));
  const within = await Watching.open(api, path);
  const query = `fieldSelector=metadata.name%3D${name}`;
  const whole = await Watching.open(api, "/api/v1/namespaces", query);
  await api.delete(`/api/v1/namespaces/${name}`);
  expect(told(await within.take(2))).toEqual(["ADDED a", "DELETED a"]);
  const events = await whole.until(({ type }) => type === "DELETED");
  within.close();
  whole.close();
  expect(events[0]).toMatchObject({ type: "ADDED", object: { status: { phase: "Active" } } });
  for (const { type, object } of events.slice(1)) {
    expect(["MODIFIED", "DELETED"]).toContain(type);
    expect(object).toMatchObject({
      metadata: { deletionTimestamp: expect.any(String) },
      status: { phase: "Terminating" },
    });
  }
});
