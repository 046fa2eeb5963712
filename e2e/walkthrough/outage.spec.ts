import { cell, create, expect, row, secondsOf, test } from "./fixtures.ts";

const outageMs = 20_000;

test("the API server killed for 20 s: rows stay, marked with their age, and are right again without a click", async ({
  page,
  cluster,
  namespace,
}) => {
  const { own } = cluster;
  test.skip(own === undefined, "the cluster of TEST_KUBECONFIG is not ours to kill");
  if (!own) return;
  await page.goto(`/jobs?ns=${namespace}`);
  await expect(page.getByText(`No resources found in ${namespace} namespace.`)).toBeVisible();
  await create(cluster, namespace, "outage.yaml");
  const job = row(page, namespace, "outlives-it");
  await expect(cell(job, "completions")).toHaveText("0/1");
  const view = page.locator("[data-state]").first();
  await expect(page.locator('[data-state="live"]').first()).toBeVisible();

  await own.stopApiServer();
  const killed = Date.now();
  const soon = () => ({ timeout: Math.max(1, killed + 5_000 - Date.now()) });
  await expect(page.locator('[data-state="stale"]').first()).toBeVisible(soon());
  // How old the rows are is said, and grows.
  const age = page.getByText(/stale since/i).first();
  await expect(age).toBeVisible(soon());
  await expect(view).toBeVisible();
  await expect(cell(job, "completions")).toHaveText("0/1");
  const said = async () => secondsOf((await age.textContent()) ?? "");
  await expect.poll(said, { timeout: outageMs }).toBeGreaterThanOrEqual(8);

  await page.waitForFunction((end) => Date.now() > end, killed + outageMs, {
    timeout: outageMs * 2,
  });
  await expect(cell(job, "completions")).toHaveText("0/1");
  await own.startApiServer();
  await expect(page.locator('[data-state="live"]').first()).toBeVisible({ timeout: 90_000 });
  // What happened meanwhile and since arrives by itself: the Job's Pod ends after the outage.
  await expect(cell(job, "completions")).toHaveText("1/1", { timeout: 180_000 });
  await cluster.api.delete(`/apis/batch/v1/namespaces/${namespace}/jobs/outlives-it`, {
    propagationPolicy: "Background",
  });
  await expect(job).toHaveCount(0, { timeout: 60_000 });
});
