import { cell, create, expect, mayBePressed, row, rows, test, typeLine } from "./fixtures.ts";

/** Long enough for the next tick of a schedule that fires each minute, and its Pod. */
const tick = { timeout: 90_000 };

test("the article by typing alone: its Job, its Pod, its log, its CronJob suspended and run by hand", async ({
  page,
  cluster,
  namespace,
  isOld,
}) => {
  await page.goto(`/?ns=${namespace}`);
  // A page hears keys a moment after it can be read.
  await expect(page.locator('[data-state="live"]').first()).toBeVisible();
  await create(cluster, namespace, "echo-job.yaml");

  await typeLine(page, `kubectl get job -n ${namespace} -w`);
  await expect(cell(row(page, namespace, "echo"), "completions")).toHaveText("1/1");
  await typeLine(page, `kubectl get pods -n ${namespace}`);
  await expect(cell(rows(page, namespace, "echo-"), "status")).toHaveText("Completed");
  await typeLine(page, `kubectl logs job/echo -n ${namespace}`);
  await expect(page.getByRole("log").locator("[data-time]")).toHaveCount(1);
  await expect(page.getByRole("log")).toContainText("this a job");

  await create(cluster, namespace, isOld ? "echo-cronjob-v1beta1.yaml" : "echo-cronjob-v1.yaml");
  await typeLine(page, `k get cj -n ${namespace} -w`);
  const cronJob = row(page, namespace, "echo");
  await expect(cell(cronJob, "last schedule")).toHaveText(/^\d+s$/, tick);

  // What changes something is asked first, and done by keys.
  await typeLine(page, `kubectl patch cronjob echo -n ${namespace} -p '{"spec":{"suspend":true}}'`);
  const dialog = page.getByRole("alertdialog").or(page.getByRole("dialog"));
  await mayBePressed(dialog, "Suspend 1 CronJob");
  await page.keyboard.press("Control+Enter");
  await expect(cell(cronJob, "suspend")).toHaveText("True");
  await typeLine(page, `kubectl create job by-hand --from=cronjob/echo -n ${namespace}`);
  // The API server's judgement of the Job comes first.
  await mayBePressed(dialog, "Create 1 Job");
  await page.keyboard.press("Control+Enter");
  await expect(dialog).toHaveCount(0);
  await typeLine(page, `kubectl get jobs -n ${namespace} -w | grep by-hand`);
  await expect(cell(row(page, namespace, "by-hand"), "completions")).toHaveText("1/1");

  // The line of a view is what was typed, in its one form.
  const shown = page.getByRole("button", { name: /^Edit kubectl line/ });
  await expect(shown).toContainText(`get jobs -n ${namespace} --watch`);
  await typeLine(page, "kubectl get jbos");
  await expect(page.getByRole("alert").filter({ hasText: "jbos" })).toContainText(
    'the server doesn\'t have a resource type "jbos"',
  );
});

test("names are completed from what there is, and the rows of a line are kubectl's", async ({
  page,
  cluster,
  namespace,
}) => {
  await page.goto(`/jobs?ns=${namespace}`);
  await create(cluster, namespace, "echo-job.yaml");
  await expect(cell(row(page, namespace, "echo"), "completions")).toHaveText("1/1");
  await page.keyboard.press(":");
  const field = page.getByRole("combobox", { name: "kubectl line" });
  await expect(field).toBeFocused();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("kubectl describe job ec");
  await expect(page.getByRole("option", { name: /^echo/ })).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(field).toHaveValue("kubectl describe job echo ");
  await page.keyboard.type(`-n ${namespace}`);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "echo", exact: true })).toBeVisible();
});
