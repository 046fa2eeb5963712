import { isDeepStrictEqual } from "node:util";
import type { PassedRequest } from "#lib/kubernetes/testing/fault-proxy-passage";
import type { Api } from "../cluster/api.ts";
import { idleCronJob, idleJob, paths } from "../conformance/objects.ts";
import { expect, expectSame, live, stale, test } from "./fixtures.ts";
import { held } from "./held.ts";
import { isWatch, isWatchList, jobsList, jobsResumption, jobsWatch } from "./requests.ts";

async function createJobs(api: Api, namespace: string, ...names: string[]): Promise<void> {
  for (const name of names) {
    await api.create(paths.jobs(namespace), idleJob(name, { parallelism: 2 }));
  }
}

/** One of each: a Job that is new, one that is changed, one that goes, one made anew under its name. */
async function changeJobs(api: Api, namespace: string): Promise<void> {
  await createJobs(api, namespace, "new");
  await api.patch(paths.jobs(namespace, "changed"), { spec: { parallelism: 7 } });
  for (const name of ["gone", "anew"]) {
    await api.delete(paths.jobs(namespace, name), { propagationPolicy: "Background" });
  }
  await expect
    .poll(async () => (await api.call("GET", paths.jobs(namespace, "anew"))).status)
    .toBe(404);
  await createJobs(api, namespace, "anew");
}

const before = ["changed", "gone", "anew", "rests"];

test("R1: a watch that a real API server ends is taken up without a list or a mark", async ({
  page,
  cluster,
  namespace,
  faultProxy: proxy,
  serve,
  watch,
}) => {
  const { api } = cluster;
  await createJobs(api, namespace, ...before);
  const tab = await watch(await serve(proxy.kubeconfig()), namespace);
  await expectSame({ page, tab }, { cluster, namespace });
  const lists = proxy.passed(jobsList).length;
  // No new watch is let through until everything has changed.
  const lift = proxy.delay(jobsWatch, 3_000);
  for (const passage of proxy.open(jobsWatch)) passage.finish();
  await changeJobs(api, namespace);
  lift();
  await expectSame({ page, tab }, { cluster, namespace });
  expect(tab.states.slice(tab.states.indexOf("live"))).toEqual(["live"]);
  const resumed = proxy.passed(jobsResumption);
  expect(resumed.map(({ status }) => status)).toEqual([200]);
  expect(resumed[0]?.query.get("resourceVersion")).toMatch(/^\d+$/);
  expect(proxy.passed(jobsList)).toHaveLength(lists);
});

test("R1: a watch that is reset, or torn within a line, is taken up without a list", async ({
  page,
  cluster,
  namespace,
  faultProxy: proxy,
  serve,
  watch,
}) => {
  const { api } = cluster;
  await createJobs(api, namespace, ...before);
  const tab = await watch(await serve(proxy.kubeconfig()), namespace);
  await expectSame({ page, tab }, { cluster, namespace });
  const lists = proxy.passed(jobsList).length;
  const lift = proxy.reset(jobsWatch);
  for (const passage of proxy.open(jobsWatch)) passage.reset();
  await expect(stale(page)).toBeVisible({ timeout: 5_000 });
  await changeJobs(api, namespace);
  lift();
  await expect(live(page)).toBeVisible({ timeout: 60_000 });
  await expectSame({ page, tab }, { cluster, namespace });
  const torn = proxy.open(jobsWatch);
  for (const passage of torn) passage.tear();
  await api.patch(paths.jobs(namespace, "changed"), { spec: { parallelism: 9 } });
  await expectSame({ page, tab }, { cluster, namespace });
  expect(torn.map(({ end }) => end)).toEqual(["broken"]);
  expect(proxy.passed(jobsList)).toHaveLength(lists);
});

test("R4: a connection that is half-open is found within 45 s, and nothing is lost", async ({
  page,
  cluster,
  namespace,
  faultProxy: proxy,
  serve,
  watch,
}) => {
  const { api } = cluster;
  await createJobs(api, namespace, ...before);
  const tab = await watch(await serve(proxy.kubeconfig()), namespace);
  await expectSame({ page, tab }, { cluster, namespace });
  // Every socket stays open, and nothing comes from any of them.
  const lift = proxy.drop(() => true);
  for (const passage of proxy.open(() => true)) passage.silence();
  const silent = Date.now();
  await changeJobs(api, namespace);
  await expect(stale(page)).toBeVisible({ timeout: silent + 45_000 - Date.now() });
  lift();
  // A question that was swallowed meanwhile is given up after a minute; the mark stays until then.
  await expect(live(page)).toBeVisible({ timeout: 90_000 });
  await expectSame({ page, tab }, { cluster, namespace });
});

test("R7: a list that is slow, and breaks at its second page, leaves the old rows, marked", async ({
  page,
  cluster,
  namespace,
  faultProxy: proxy,
  serve,
  watch,
}) => {
  const { api } = cluster;
  const many = 1_100;
  const names = Array.from({ length: many }, (_, i) => `list-${`${i}`.padStart(4, "0")}`);
  for (let i = 0; i < many; i += 20) {
    const some = names.slice(i, i + 20);
    await Promise.all(some.map((name) => api.create(paths.cronJobs(namespace), idleCronJob(name))));
  }
  const ofCronJobs = ({ path }: PassedRequest) => path.endsWith("/cronjobs");
  // As an API server without watch-lists answers: pages it is, then.
  proxy.refuse((request) => ofCronJobs(request) && isWatchList(request), {
    code: 422,
    reason: "Invalid",
    message: "sendInitialEvents is forbidden for watch",
  });
  const tab = await watch(await serve(proxy.kubeconfig()), namespace, "cronjobs");
  expect(tab.rows.size).toBe(many);

  const page1 = (request: PassedRequest) =>
    ofCronJobs(request) && request.query.has("limit") && !request.query.has("continue");
  const page2 = (request: PassedRequest) => ofCronJobs(request) && request.query.has("continue");
  const pages = proxy.passed(page1).length;
  const told = tab.told.length;
  const expired = { code: 410, reason: "Expired", message: "too old resource version" };
  const ended = proxy.reset((request) => ofCronJobs(request) && isWatch(request));
  for (const passage of proxy.open(ofCronJobs)) passage.reset();
  await api.delete(paths.cronJobs(namespace, "list-0000"));
  await api.create(paths.cronJobs(namespace), idleCronJob("new"));
  proxy.refuse((request) => ofCronJobs(request) && isWatch(request), expired, 1);
  const lift = proxy.throttle(page1, 50_000);
  proxy.tear(page2, 1);
  ended();
  await expect.poll(() => proxy.open(page1).length, { timeout: 60_000 }).toBe(1);
  await expect(stale(page)).toBeVisible();
  expect(tab.rows.size).toBe(many);
  await expect(page.locator("[data-uid]").first()).toBeVisible();
  lift();
  await expect
    .poll(() => proxy.passed(page2).filter(({ end }) => end === "broken").length, {
      timeout: 60_000,
    })
    .toBe(1);
  // It was never shown in part: one row went, one came.
  await expect(live(page)).toBeVisible({ timeout: 60_000 });
  await expect
    .poll(async () => isDeepStrictEqual(await held(api, namespace, "cronjobs"), tab.held), {
      timeout: 60_000,
    })
    .toBe(true);
  const changes = tab.told.slice(told).map(({ rows, gone }) => [rows.length, gone.length]);
  expect(changes).toEqual([[1, 1]]);
  expect(proxy.passed(page1).length).toBe(pages + 2);
});
