import type { Page } from "@playwright/test";
import type { Api } from "../cluster/api.ts";
import { cell, create, expect, noteTexts, row, rows, secondsOf, test } from "./fixtures.ts";

/** Long enough for the next tick of a schedule that fires each minute, and its Pod. */
const tick = { timeout: 90_000 };
const twoTicks = 125_000;

test("the article's CronJob: a Pod a minute, suspended by a button, resumed by a button", async ({
  page,
  context,
  cluster,
  namespace,
  isOld,
}) => {
  await page.goto(`/cronjobs?ns=${namespace}`);
  await expect(page.getByText(`No resources found in ${namespace} namespace.`)).toBeVisible();
  // The next minute may begin while we look.
  const lastSchedule = await noteTexts(page, `${namespace}/echo`, "last schedule");
  const active = await noteTexts(page, `${namespace}/echo`, "active");
  await create(cluster, namespace, isOld ? "echo-cronjob-v1beta1.yaml" : "echo-cronjob-v1.yaml");
  const cronJob = row(page, namespace, "echo");
  await expect(cell(cronJob, "schedule")).toHaveText("*/1 * * * *");
  await expect(cell(cronJob, "suspend")).toHaveText("False");
  await expect(cell(cronJob, "last schedule")).toHaveText(/^\d+s$/, tick);
  expect((await lastSchedule())[0]).toBe("<none>");
  expect(secondsOf((await cell(cronJob, "last schedule").textContent()) ?? "")).toBeLessThan(60);

  // A Pod each minute, named in the server's form: unix minutes since 1.21, seconds before.
  const pods = await context.newPage();
  await pods.goto(`/pods?ns=${namespace}&q=echo-`);
  await expect(rows(pods, namespace, "echo-")).toHaveCount(1, tick);
  await expect(cell(rows(pods, namespace, "echo-").first(), "status")).toHaveText("Completed");
  await expect(rows(pods, namespace, "echo-")).toHaveCount(2, tick);
  const name = isOld ? /\/echo-(\d{10})-[a-z0-9]{5}$/ : /\/echo-(\d{8})-[a-z0-9]{5}$/;
  const [first = Number.NaN, second = Number.NaN] = (await shown(pods, namespace)).map((key) =>
    Number(name.exec(key)?.[1]),
  );
  expect(second - first).toBe(isOld ? 60 : 1);
  // The Job of a minute was seen to run and to be gone.
  expect(await active()).toEqual(expect.arrayContaining(["0", "1"]));

  // Suspend: said at once, true on the cluster, and no Job over two ticks, nor one on screen.
  await cronJob.hover();
  await cronJob.getByRole("button", { name: /suspend/i }).click();
  await expect(cell(cronJob, "suspend")).toHaveText("True");
  const batch = `/apis/batch/${isOld ? "v1beta1" : "v1"}/namespaces/${namespace}`;
  const suspended = async () => {
    const { body } = await cluster.api.get(`${batch}/cronjobs/echo`);
    return (body as { spec: { suspend: boolean } }).spec.suspend;
  };
  await expect.poll(suspended).toBe(true);
  const jobsBefore = await jobKeys(cluster.api, namespace);
  const jobs = await context.newPage();
  await jobs.goto(`/jobs?ns=${namespace}&q=echo-`);
  await expect.poll(() => shown(jobs, namespace)).toEqual(jobsBefore);
  await page.waitForFunction((end) => Date.now() > end, Date.now() + twoTicks, {
    timeout: twoTicks + 10_000,
  });
  expect(await jobKeys(cluster.api, namespace)).toEqual(jobsBefore);
  expect(await shown(jobs, namespace)).toEqual(jobsBefore);
  await expect(cell(cronJob, "suspend")).toHaveText("True");

  // Resume: a Job again, on screen too.
  await cronJob.hover();
  await cronJob.getByRole("button", { name: /resume/i }).click();
  await expect(cell(cronJob, "suspend")).toHaveText("False");
  await expect.poll(suspended).toBe(false);
  const added = (keys: readonly string[]) => keys.filter((key) => !jobsBefore.includes(key));
  await expect.poll(async () => added(await shown(jobs, namespace)), tick).not.toEqual([]);
  const resumed = added(await shown(jobs, namespace));
  expect(await jobKeys(cluster.api, namespace)).toEqual(expect.arrayContaining(resumed));
  await expect(cell(cronJob, "last schedule")).toHaveText(/^\d{1,2}s$/);
});

/** The objects of the CronJob that a page shows, as its rows are keyed. */
async function shown(page: Page, namespace: string): Promise<string[]> {
  const keys = await rows(page, namespace, "echo-").evaluateAll((found) =>
    found.map((each) => each.getAttribute("data-key") ?? ""),
  );
  return keys.sort();
}

/** The Jobs that the cluster has, by the same keys. */
async function jobKeys(api: Api, namespace: string): Promise<string[]> {
  const { body } = await api.get(`/apis/batch/v1/namespaces/${namespace}/jobs`);
  const { items } = body as { items: { metadata: { name: string } }[] };
  const names = items.map(({ metadata }) => metadata.name);
  return names
    .filter((name) => name.startsWith("echo-"))
    .map((name) => `${namespace}/${name}`)
    .sort();
}
