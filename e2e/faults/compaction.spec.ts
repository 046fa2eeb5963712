import { idleJob, paths } from "../conformance/objects.ts";
import { expect, expectSame, live, stale, test } from "./fixtures.ts";
import { jobsList, jobsResumption, ofJobs } from "./requests.ts";

test("R2: etcd compacted while the watch is away: one list, and only what changed is told", async ({
  page,
  cluster,
  namespace,
  faultProxy: proxy,
  serve,
  watch,
}) => {
  const { api, own } = cluster;
  const { compact } = own ?? {};
  test.skip(!own || !compact, "there is no etcd of ours to compact");
  if (!own || !compact) return;
  const job = (name: string) => paths.jobs(namespace, name);
  for (const name of ["rests", "changed", "gone", "rests-too"]) {
    await api.create(paths.jobs(namespace), idleJob(name, { parallelism: 2 }));
  }
  const tab = await watch(await serve(proxy.kubeconfig()), namespace);
  await expectSame({ page, tab }, { cluster, namespace });
  const uidOf = (name: string) =>
    [...tab.rows.values()].find((row) => row.name === name)?.uid ?? "";
  const changed = uidOf("changed");
  const gone = uidOf("gone");
  const lists = proxy.passed(jobsList).length;

  const lift = proxy.reset(ofJobs);
  for (const passage of proxy.open(ofJobs)) passage.reset();
  await expect(stale(page)).toBeVisible();
  await api.patch(job("changed"), { spec: { parallelism: 5 } });
  await api.delete(job("gone"), { propagationPolicy: "Background" });
  await api.create(paths.jobs(namespace), idleJob("new"));
  await expect.poll(async () => (await api.call("GET", job("gone"))).status).toBe(404);
  await expect
    .poll(async () => JSON.stringify((await api.get(job("new"))).body))
    .toContain('"Suspended"');
  await compact();
  // What an API server has watched itself it still tells; one that was started since cannot.
  await own.stopApiServer();
  await own.startApiServer();
  const missed = proxy.passed(jobsResumption).at(-1)?.query.get("resourceVersion");
  const then = `limit=1&resourceVersionMatch=Exact&resourceVersion=${missed}`;
  expect((await api.call("GET", `${paths.jobs(namespace)}?${then}`)).status).toBe(410);
  const told = tab.told.length;
  const tries = proxy.passed(jobsResumption).length;
  lift();
  await expect(live(page)).toBeVisible({ timeout: 90_000 });
  await expectSame({ page, tab }, { cluster, namespace });
  const resumed = proxy.passed(jobsResumption).slice(tries);
  expect(resumed[0]?.query.get("resourceVersion")).toMatch(/^\d+$/);
  expect(proxy.passed(jobsList)).toHaveLength(lists + 1);
  const rows = tab.told.slice(told).flatMap((frame) => frame.rows);
  expect(new Set(rows)).toEqual(new Set([changed, uidOf("new")]));
  expect(rows).toHaveLength(2);
  expect(tab.told.slice(told).flatMap((frame) => frame.gone)).toEqual([gone]);
});
