import { cell, create, expect, row, rows, test } from "./fixtures.ts";

test("non-parallel: a failed Pod is tried again, and the Job completes", async ({
  page,
  cluster,
  namespace,
}) => {
  await create(cluster, namespace, "retry.yaml");
  await page.goto(`/jobs/${namespace}/retry`);
  await expect(page.getByText("Complete", { exact: true }).first()).toBeVisible({
    timeout: 90_000,
  });
  const pods = rows(page, namespace, "retry-");
  await expect(pods).toHaveCount(2);
  const statuses = await cell(pods, "status").allTextContents();
  expect(statuses.sort()).toEqual(["Completed", "Error"]);
});

test("a fixed count: 6 completions two at a time", async ({ page, cluster, namespace }) => {
  await create(cluster, namespace, "fixed-count.yaml");
  await page.goto(`/jobs?ns=${namespace}`);
  await expect(cell(row(page, namespace, "fixed-count"), "completions")).toHaveText("6/6", {
    timeout: 120_000,
  });
  await row(page, namespace, "fixed-count").getByRole("link").first().click();
  await expect(rows(page, namespace, "fixed-count-")).toHaveCount(6);
});

test("a work queue: done when one worker is, in kubectl's own words", async ({
  page,
  cluster,
  namespace,
}) => {
  await create(cluster, namespace, "work-queue.yaml");
  await page.goto(`/jobs?ns=${namespace}`);
  await expect(cell(row(page, namespace, "work-queue"), "completions")).toHaveText("3/1 of 3", {
    timeout: 90_000,
  });
});
