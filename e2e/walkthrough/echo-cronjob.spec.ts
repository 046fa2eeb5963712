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
  await create(cluster, namespace, isOld ? "echo-cronjob-v1beta1.yaml" : "echo-cronjob-v1.yaml");
  const cronJob = row(page, namespace, "echo");
  await expect(cell(cronJob, "schedule")).toHaveText("*/1 * * * *");
  await expect(cell(cronJob, "suspend")).toHaveText("False");
  await expect(cell(cronJob, "active")).toHaveText(/^[01]$/);
  await expect(cell(cronJob, "last schedule")).toHaveText(/^\d+s$/, tick);
  expect((await lastSchedule())[0]).toBe("<none>");
  expect(secondsOf((await cell(cronJob, "last schedule").textContent()) ?? "")).toBeLessThan(60);

  // A Pod each minute, named in the server's form: unix minutes since 1.21, seconds before.
  const pods = await context.newPage();
  await pods.goto(`/pods?ns=${namespace}&q=echo-`);
  const name = isOld ? /\/echo-\d{10}-[a-z0-9]{5}$/ : /\/echo-\d{8}-[a-z0-9]{5}$/;
  await expect(rows(pods, namespace, "echo-")).toHaveCount(1, tick);
  await expect(rows(pods, namespace, "echo-").first()).toHaveAttribute("data-key", name);
  await expect(cell(rows(pods, namespace, "echo-").first(), "status")).toHaveText("Completed");
  await expect(rows(pods, namespace, "echo-")).toHaveCount(2, tick);

  // Suspend: said at once, true on the cluster, and no Job over two ticks.
  await cronJob.hover();
  await cronJob.getByRole("button", { name: /suspend/i }).click();
  await expect(cell(cronJob, "suspend")).toHaveText("True");
  const suspended = () =>
    cluster.kubectl(["get", "cronjob", "echo", "-n", namespace, "-o", "jsonpath={.spec.suspend}"]);
  await expect.poll(suspended).toBe("true");
  const jobsBefore = await jobNames(cluster.kubectl, namespace);
  await page.waitForFunction((end) => Date.now() > end, Date.now() + twoTicks, {
    timeout: twoTicks + 10_000,
  });
  expect(await jobNames(cluster.kubectl, namespace)).toEqual(jobsBefore);
  await expect(cell(cronJob, "suspend")).toHaveText("True");

  // Resume: a Job again.
  await cronJob.hover();
  await cronJob.getByRole("button", { name: /resume/i }).click();
  await expect(cell(cronJob, "suspend")).toHaveText("False");
  await expect.poll(suspended).toBe("false");
  await expect
    .poll(
      async () =>
        (await jobNames(cluster.kubectl, namespace)).filter((job) => !jobsBefore.includes(job))
          .length,
      tick,
    )
    .toBeGreaterThan(0);
  await expect(cell(cronJob, "last schedule")).toHaveText(/^\d{1,2}s$/);
});

async function jobNames(
  kubectl: (args: readonly string[]) => Promise<string>,
  namespace: string,
): Promise<string[]> {
  const names = await kubectl(["get", "jobs", "-n", namespace, "-o", "name"]);
  return names
    .split("\n")
    .filter((name) => name.includes("/echo-"))
    .sort();
}
