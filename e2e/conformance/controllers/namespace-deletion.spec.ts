import { exists } from "../../cluster/namespace.ts";
import { cronJob, job, pod } from "../objects.ts";
import { expect, type Thing, test } from "../workloads.ts";

// A cluster that empties many namespaces takes its time for each.
test.describe.configure({ timeout: 150_000 });
const patience = { timeout: 120_000 };

test("a namespace that is deleted takes everything with it, and then is gone", async ({
  api,
  cluster,
}) => {
  const namespace = await cluster.createNamespace();
  const core = `/api/v1/namespaces/${namespace}`;
  const batch = `/apis/batch/v1/namespaces/${namespace}`;
  await api.create(`${core}/pods`, pod("living", "sleep 300"));
  await api.create(`${batch}/jobs`, job("living", "sleep 300"));
  await api.create(`${batch}/cronjobs`, cronJob("living", "0 0 1 1 *"));
  const { body } = await api.delete(core);
  expect(body).toMatchObject({
    kind: "Namespace",
    metadata: { name: namespace, deletionTimestamp: expect.any(String) },
    spec: { finalizers: ["kubernetes"] },
    status: { phase: "Terminating" },
  });
  await expect.poll(() => exists(api, core), patience).toBe(false);
  for (const path of [`${core}/pods`, `${batch}/jobs`, `${batch}/cronjobs`]) {
    expect(((await api.get(path)).body as { items: Thing[] }).items).toEqual([]);
  }
});

test("nothing is created in a namespace that is being deleted", async ({ api, cluster }) => {
  const namespace = await cluster.createNamespace();
  const core = `/api/v1/namespaces/${namespace}`;
  const held = { name: "held", finalizers: ["example.com/kept"] };
  await api.create(`${core}/pods`, pod(held, "true"));
  await api.delete(core);
  const jobs = `/apis/batch/v1/namespaces/${namespace}/jobs`;
  const { status, body } = await api.call("POST", jobs, { body: job("late", "true") });
  expect(status).toBe(403);
  const because = `namespace ${namespace} is being terminated`;
  expect(body).toEqual({
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message: `jobs.batch "late" is forbidden: unable to create new content in namespace ${namespace} because it is being terminated`,
    reason: "Forbidden",
    details: {
      name: "late",
      group: "batch",
      kind: "jobs",
      causes: [{ reason: "NamespaceTerminating", message: because, field: "metadata.namespace" }],
    },
    code: 403,
  });
  await api.patch(`${core}/pods/held`, { metadata: { finalizers: null } });
  await expect.poll(() => exists(api, core), patience).toBe(false);
});

test("a Job's Pods end with its namespace and none takes their place", async ({ api, cluster }) => {
  const namespace = await cluster.createNamespace();
  const core = `/api/v1/namespaces/${namespace}`;
  const jobs = `/apis/batch/v1/namespaces/${namespace}/jobs`;
  await api.create(jobs, job("living", "sleep 300", { parallelism: 2, completions: 2 }));
  const active = async () => ((await api.get(`${jobs}/living`)).body as Thing).status?.active;
  await expect.poll(active).toBe(2);
  const seen = new Set<string>();
  const ending = new AbortController();
  const watch = `${core}/pods?watch=true`;
  void (async () => {
    for await (const event of await api.watch(watch, "application/json", ending.signal)) {
      seen.add((event as { object: Thing }).object.metadata.name);
    }
  })().catch(() => {});
  await api.delete(core);
  await expect.poll(() => exists(api, core), patience).toBe(false);
  ending.abort();
  expect(seen.size).toBe(2);
});
