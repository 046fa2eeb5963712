import { type Table, tableAccept } from "../parity/compare.ts";
import { cell, create, expect, noteTexts, row, rows, secondsOf, test } from "./fixtures.ts";

test("the article's Job: it appears, completes, and its log is three clicks away", async ({
  page,
  cluster,
  namespace,
}) => {
  await page.goto(`/jobs?ns=${namespace}`);
  await expect(page.getByText(`No resources found in ${namespace} namespace.`)).toBeVisible();

  // Every value COMPLETIONS takes; nothing is reloaded from here on.
  const completions = await noteTexts(page, `${namespace}/echo`, "completions");
  await create(cluster, namespace, "echo-job.yaml");
  const job = row(page, namespace, "echo");
  await expect(cell(job, "completions")).toHaveText("1/1");
  expect(await completions()).toEqual(["0/1", "1/1"]);
  await expect(cell(job, "status")).toHaveText("Complete");
  await expect(job).toHaveAttribute("data-uid", /.+/);

  // DURATION stands still once the Job is complete; AGE goes on.
  const duration = await cell(job, "duration").textContent();
  const age = secondsOf((await cell(job, "age").textContent()) ?? "");
  await expect
    .poll(async () => secondsOf((await cell(job, "age").textContent()) ?? ""))
    .toBeGreaterThanOrEqual(age + 3);
  expect(await cell(job, "duration").textContent()).toBe(duration);

  // The API server's own table, which kubectl prints, says the same.
  const path = `/apis/batch/v1/namespaces/${namespace}/jobs/echo`;
  const { columnDefinitions, rows: printed } = (await cluster.api.get(path, tableAccept))
    .body as Table;
  for (const [index, { name }] of columnDefinitions.entries()) {
    const column = name.toLowerCase();
    if (!["name", "status", "completions", "duration"].includes(column)) continue;
    await expect(cell(job, column)).toHaveText(String(printed[0]?.cells[index]));
  }

  await page.getByRole("navigation").getByRole("link", { name: /Pods/ }).click();
  const pod = rows(page, namespace, "echo-");
  await expect(cell(pod, "ready")).toHaveText("0/1");
  await expect(cell(pod, "status")).toHaveText("Completed");
  await expect(cell(pod, "restarts")).toHaveText("0");

  // Job, Pod, log: by clicks alone.
  await page
    .getByRole("navigation")
    .getByRole("link", { name: /Jobs/, exact: false })
    .nth(1)
    .click();
  await row(page, namespace, "echo").getByRole("link", { name: "echo", exact: true }).click();
  await expect(page.getByRole("heading", { name: "echo", exact: true })).toBeVisible();
  await rows(page, namespace, "echo-").getByRole("link").first().click();
  await expect(page.getByRole("heading", { name: /^echo-/ })).toBeVisible();
  const line = page.getByRole("log").locator("[data-time]");
  await expect(line).toHaveCount(1);
  await expect(line).toContainText("this a job");
  await expect(line).toHaveAttribute("data-container", "echo");
  await expect(line).toHaveAttribute("data-pod", /^echo-/);
});
