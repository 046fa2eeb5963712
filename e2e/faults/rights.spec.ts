import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PassedRequest } from "#lib/kubernetes/testing/fault-proxy-passage";
import { Api } from "../cluster/api.ts";
import { idleJob, paths } from "../conformance/objects.ts";
import { Account } from "./account.ts";
import { expect, expectSame, forbidden, live, test } from "./fixtures.ts";
import { jobsList, ofJobs } from "./requests.ts";

test("S3: a RoleBinding that is removed while the watch is open: within a minute no rows; put back, they are back", async ({
  page,
  cluster,
  namespace,
  faultProxy: proxy,
  serve,
  watch,
}) => {
  const { api } = cluster;
  const account = await Account.create(api, namespace);
  const { text: token } = await account.token();
  for (const name of ["one", "other"]) await api.create(paths.jobs(namespace), idleJob(name));
  const tab = await watch(await serve(proxy.kubeconfig({ token }, namespace)), namespace);
  await expectSame({ page, tab }, { cluster, namespace });

  await account.unbind();
  await expect(forbidden(page)).toBeVisible({ timeout: 60_000 });
  await expect(page.locator("[data-uid]")).toHaveCount(0);
  expect(tab.held).toEqual({});
  const words = `User "system:serviceaccount:${namespace}:${account.name}" cannot list resource "jobs"`;
  await expect(page.getByText(words).first()).toBeVisible();
  await api.create(paths.jobs(namespace), idleJob("meanwhile"));

  await account.bind();
  await expect(live(page)).toBeVisible({ timeout: 60_000 });
  await expectSame({ page, tab }, { cluster, namespace });
});

test("R6: a token that is revoked, with another in its file: 401 once, the file read anew, nothing lost", async ({
  page,
  cluster,
  namespace,
  folder,
  faultProxy: proxy,
  serve,
  watch,
}) => {
  const { api } = cluster;
  const account = await Account.create(api, namespace);
  const old = await account.token();
  const tokenFile = join(folder, "token");
  writeFileSync(tokenFile, old.text);
  for (const name of ["one", "other"]) await api.create(paths.jobs(namespace), idleJob(name));
  const dashboard = await serve(proxy.kubeconfig({ tokenFile }, namespace));
  const tab = await watch(dashboard, namespace);
  await expectSame({ page, tab }, { cluster, namespace });
  const lists = proxy.passed(jobsList).length;

  const fresh = await account.token();
  await old.revoke();
  const nobody = new Api(cluster.kubeconfig, { anonymous: true });
  const statusOf = async (token: string) => {
    const headers = { authorization: `Bearer ${token}` };
    return (await nobody.call("GET", paths.jobs(namespace), { headers })).status;
  };
  await expect.poll(() => statusOf(old.text), { timeout: 60_000 }).toBe(401);
  expect(await statusOf(fresh.text)).toBe(200);
  await nobody.close();
  // The file is read every minute anyway: a refusal has it read now, as long as it is the old one.
  const query = `kind=job&namespace=${namespace}&name=one`;
  expect((await page.request.get(`${dashboard.origin}/api/manifest?${query}`)).ok()).toBe(false);
  const passed = proxy.passages.length;
  writeFileSync(tokenFile, fresh.text);
  for (const passage of proxy.open(ofJobs)) passage.finish();
  await api.create(paths.jobs(namespace), idleJob("meanwhile"));
  await expectSame({ page, tab }, { cluster, namespace });

  const asked = proxy.passages.slice(passed).filter(ofJobs);
  const tokenOf = ({ headers }: PassedRequest) => headers.authorization?.replace("Bearer ", "");
  expect(asked.map((passage) => [tokenOf(passage), passage.status])).toEqual([
    [old.text, 401],
    [fresh.text, 200],
  ]);
  expect(proxy.passed(jobsList)).toHaveLength(lists);
  expect(tab.states.slice(tab.states.indexOf("live"))).toEqual(["live"]);
});

test("R6: who may look at one namespace of a real cluster only works there, and is told so elsewhere", async ({
  page,
  cluster,
  namespace,
  faultProxy: proxy,
  serve,
  watch,
}) => {
  const { api } = cluster;
  const account = await Account.create(api, namespace);
  const { text: token } = await account.token();
  const elsewhere = await cluster.createNamespace();
  await api.create(paths.jobs(namespace), idleJob("ours"));
  await api.create(paths.jobs(elsewhere), idleJob("theirs"));
  const dashboard = await serve(proxy.kubeconfig({ token }, namespace));
  const tab = await watch(dashboard, namespace);
  await expectSame({ page, tab }, { cluster, namespace });

  // Without ns, the context's namespace stands in for all of them.
  await page.goto(`${dashboard.origin}/jobs`);
  await expect(page.locator(`[data-key="${namespace}/ours"]`)).toBeVisible();
  const who = `User "system:serviceaccount:${namespace}:${account.name}" cannot list resource "jobs" in API group "batch"`;
  for (const [ns, where] of [
    [elsewhere, `in the namespace "${elsewhere}"`],
    ["*", "at the cluster scope"],
  ]) {
    await page.goto(`${dashboard.origin}/jobs?ns=${ns}`);
    await expect(forbidden(page)).toBeVisible();
    await expect(page.getByText(`${who} ${where}`).first()).toBeVisible();
    await expect(page.locator("[data-uid]")).toHaveCount(0);
  }
  await page.goto(`${dashboard.origin}/jobs?ns=${namespace}`);
  await expect(live(page)).toBeVisible();
  await expectSame({ page, tab }, { cluster, namespace });
});
