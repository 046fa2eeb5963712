import type { Locator } from "@playwright/test";
import type { ScriptedApiServer } from "../../lib/kubernetes/testing/scripted-api-server.ts";
import { accessibilityFaults, expect, live, outOfReach, ownFaults, test } from "./fixtures.ts";

const row = (name: string) => `[data-key="acts/${name}"]`;

function cronJob(api: ScriptedApiServer, name: string, suspend = false) {
  return api.apply("cronjobs", {
    metadata: { name, namespace: "acts" },
    spec: {
      schedule: "0 3 1 1 *",
      suspend,
      jobTemplate: {
        metadata: { labels: { app: name } },
        spec: {
          template: {
            spec: { restartPolicy: "Never", containers: [{ name: "load", image: "busybox" }] },
          },
        },
      },
    },
  });
}

function jobs(api: ScriptedApiServer, count: number, prefix = "old"): void {
  for (let i = 0; i < count; i++) {
    api.apply("jobs", {
      metadata: { name: `${prefix}-${String(i).padStart(3, "0")}`, namespace: "acts" },
      spec: { completions: 1 },
      status: { succeeded: 1, conditions: [{ type: "Complete", status: "True" }] },
    });
  }
}

/** What tests have made is gone before the next. */
test.afterEach(({ api }) => {
  for (const plural of ["cronjobs", "jobs", "pods"] as const) {
    for (const { metadata } of api.collection(plural).sorted()) {
      if (metadata.namespace === "acts") api.remove(plural, "acts", metadata.name);
    }
  }
});

const posts = (api: ScriptedApiServer) =>
  api.requests.filter(
    ({ method, path, query }) =>
      method === "POST" && path.endsWith("/jobs") && query.get("dryRun") === null,
  );

async function mayBePressed(button: Locator): Promise<void> {
  await expect(button).not.toHaveAttribute("aria-disabled", "true");
}

test("by the keyboard alone: a CronJob is triggered, after the API server was asked what it thinks", async ({
  page,
  api,
}) => {
  cronJob(api, "nightly");
  await page.goto("/cronjobs?ns=acts");
  await live(page);
  await page.keyboard.press("j");
  await page.keyboard.press("t");
  // What tells of it in passing is a dialog too.
  const dialog = page.getByRole("dialog", { name: "Trigger CronJob nightly" });
  await expect(dialog).toContainText(/Job nightly-manual-[a-z0-9]{8} is created/);
  await expect(dialog.getByRole("button", { name: "Create 1 Job" })).toBeFocused();
  expect(await accessibilityFaults(page, "[role='dialog']")).toEqual([]);
  await mayBePressed(dialog.getByRole("button", { name: "Create 1 Job" }));
  const before = posts(api).length;
  await page.keyboard.press("Control+Enter");
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "Triggered nightly" })).toBeVisible();
  await page.getByRole("link", { name: "Open the Job" }).click();
  await expect(page).toHaveURL(/\/jobs\/acts\/nightly-manual-/);
  expect(posts(api).length - before).toBe(1);
});

test("S32: a double click, and a press after a lost answer, make one Job", async ({
  page,
  api,
  faults,
}) => {
  cronJob(api, "once");
  await page.goto("/cronjobs?ns=acts");
  await live(page);
  // The answer of the first is lost on the way to the browser, after the API server acted.
  await page.route(
    "**/api/actions",
    async (route) => {
      await route.fetch();
      await route.abort();
    },
    { times: 1 },
  );
  await page.keyboard.press("t");
  const create = page.getByRole("dialog").getByRole("button", { name: "Create 1 Job" });
  await mayBePressed(create);
  await create.dblclick();
  await expect(page.getByRole("heading", { name: "Trigger failed: once" })).toBeVisible();
  await expect(page.getByText(/not known/).first()).toBeVisible();
  await page.getByRole("button", { name: "Trigger again" }).click();
  await expect(page.getByRole("heading", { name: "Triggered once" })).toBeVisible();
  expect(
    api
      .collection("jobs")
      .sorted()
      .filter(({ metadata }) => metadata.name.startsWith("once-")),
  ).toHaveLength(1);
  ownFaults(faults);
});

test("a Job is deleted with its Pods: what goes is said first, and followed until it is gone", async ({
  page,
  api,
}) => {
  const job = api.apply("jobs", {
    metadata: { name: "load", namespace: "acts", finalizers: ["example.com/guard"] },
    spec: { completions: 1 },
  });
  const owner = { apiVersion: "batch/v1", kind: "Job", name: "load", uid: job.metadata.uid };
  for (const name of ["load-a", "load-b"]) {
    api.apply("pods", {
      metadata: {
        name,
        namespace: "acts",
        labels: { "batch.kubernetes.io/controller-uid": job.metadata.uid ?? "" },
        ownerReferences: [{ ...owner, controller: true }],
      },
      status: { phase: "Running" },
    });
  }
  await page.goto("/jobs?ns=acts");
  await live(page);
  await page.keyboard.press("Control+d");
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("button", { name: "Delete 1 Job and 2 Pods" })).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  expect(await accessibilityFaults(page, "[role='dialog']")).toEqual([]);
  await mayBePressed(dialog.getByRole("button", { name: "Delete 1 Job" }));
  await page.keyboard.press("Control+Enter");
  const results = page.getByRole("region", { name: "Results" });
  await expect(results).toContainText("finalizer example.com/guard");
  for (const name of ["load-a", "load-b"]) api.remove("pods", "acts", name);
  api.remove("jobs", "acts", "load");
  await expect(results).toContainText("gone");
  await results.getByRole("button", { name: "Dismiss the results" }).click();
  await expect(results).toHaveCount(0);
  await page.setViewportSize({ width: 390, height: 844 });
  await expect.poll(() => outOfReach(page)).toEqual([]);
  await page.getByRole("button", { name: /What was done in this tab/ }).click();
  const history = page.getByRole("dialog", { name: "What was done in this tab" });
  await expect(history).toContainText("kubectl delete job load -n acts");
  await expect.poll(() => outOfReach(page)).toEqual([]);
  expect(await accessibilityFaults(page, "[role='dialog']")).toEqual([]);
});

test("rows are checked by Space, and suspended and taken back together", async ({ page, api }) => {
  for (const name of ["a", "b", "c"]) cronJob(api, name);
  await page.goto("/cronjobs?ns=acts");
  await live(page);
  await page.keyboard.press("Space");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("Space");
  const bar = page.getByRole("region", { name: "Selected rows" });
  await expect(bar).toContainText("2 selected");
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.keyboard.press("s");
  await expect(
    page.getByRole("dialog").getByRole("button", { name: "Suspend 2 CronJobs" }),
  ).toBeVisible();
  await page.keyboard.press("Control+Enter");
  for (const [name, suspended] of [
    ["a", "True"],
    ["b", "False"],
    ["c", "True"],
  ]) {
    await expect(page.locator(`${row(name ?? "")} [data-column="suspend"]`)).toHaveText(
      suspended ?? "",
    );
  }
  await expect(page.getByRole("region", { name: "Results" })).toContainText("2 done");
  await page.keyboard.press("z");
  await expect(page.locator(`${row("a")} [data-column="suspend"]`)).toHaveText("False");
  await expect(page.locator(`${row("c")} [data-column="suspend"]`)).toHaveText("False");
  await page.keyboard.press("Escape");
  await expect(bar).toHaveCount(0);
});

test("500 Jobs are deleted, a fifth of which is refused: each has its result, the page answers, and only those are tried again", async ({
  page,
  api,
  faults,
}) => {
  test.slow();
  jobs(api, 500);
  const message = 'admission webhook "keep.example.org" denied the request: it is kept';
  const allow = api.fault(({ method, path }) => method === "DELETE" && /old-\d\d[05]$/.test(path), {
    status: 403,
    reason: "Forbidden",
    message,
  });
  await page.goto("/jobs?ns=acts");
  await live(page);
  await expect(page.getByText(/500 of 500/)).toBeVisible();
  await page.keyboard.press("Control+a");
  await expect(page.getByRole("region", { name: "Selected rows" })).toContainText("500 selected");
  await page.keyboard.press("Control+d");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(/to confirm/).fill("delete 500");
  await mayBePressed(dialog.getByRole("button", { name: "Delete 500 Jobs" }));
  await page.keyboard.press("Control+Enter");
  const results = page.getByRole("region", { name: "Results" });
  const summary = results.getByRole("status").first();
  await expect(summary).toHaveText("400 done, 100 failed", { timeout: 100_000 });
  await results.getByRole("button", { name: "Show all 500" }).click();
  await expect(results.locator('[data-result="failed"]')).toHaveCount(100);
  await expect(results.getByText(message).first()).toBeVisible();
  expect(
    api
      .collection("jobs")
      .sorted()
      .filter(({ metadata }) => metadata.namespace === "acts"),
  ).toHaveLength(100);
  await expect(page.locator("[data-key]").first()).toBeVisible();
  await page.keyboard.press("Escape");
  const before = api.requests.length;
  allow();
  await results.getByRole("button", { name: "Try 100 again" }).click();
  await expect(summary).toHaveText("500 done", { timeout: 60_000 });
  const sent = api.requests.slice(before).filter(({ method }) => method === "DELETE");
  expect(sent).toHaveLength(100);
  ownFaults(faults);
});

test("the API server goes down amid a deletion of many: no success is shown that did not happen, and the rest is done when it is back", async ({
  page,
  api,
  faults,
}) => {
  test.slow();
  jobs(api, 60);
  await page.goto("/jobs?ns=acts");
  await live(page);
  await expect(page.getByText(/60 of 60/)).toBeVisible();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+d");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(/to confirm/).fill("delete 60");
  await mayBePressed(dialog.getByRole("button", { name: "Delete 60 Jobs" }));
  const { port } = api;
  const before = api.requests.length;
  await page.keyboard.press("Control+Enter");
  const deleted = () => api.requests.slice(before).filter(({ method }) => method === "DELETE");
  await expect.poll(() => deleted().length, { intervals: [10] }).toBeGreaterThan(5);
  await api.crash();
  const results = page.getByRole("region", { name: "Results" });
  const summary = results.getByRole("status").first();
  await expect(summary).toHaveText(/^\d+ done, \d+ failed$/, { timeout: 60_000 });
  const done = Number(/^\d+/.exec((await summary.textContent()) ?? "")?.[0]);
  const left = () =>
    api
      .collection("jobs")
      .sorted()
      .filter(({ metadata }) => metadata.namespace === "acts");
  // What was deleted while its answer was lost may be told as not known, never the other way round.
  expect(60 - left().length).toBeGreaterThanOrEqual(done);
  await api.listen(port);
  await live(page);
  await results.getByRole("button", { name: /^Try \d+ again$/ }).click();
  await expect(summary).toHaveText("60 done", { timeout: 60_000 });
  expect(left()).toEqual([]);
  ownFaults(faults);
});

test("YAML is looked at by the API server before it is created, and what is wrong stands at its line", async ({
  page,
  api,
  faults,
}) => {
  await page.goto("/jobs?ns=acts");
  await live(page);
  await page.keyboard.press("Shift+C");
  const dialog = page.getByRole("dialog");
  const field = dialog.getByLabel("YAML of Jobs and CronJobs");
  await field.fill("apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\n");
  await expect(dialog.getByRole("button", { name: "line 2" })).toBeVisible();
  await expect(dialog.getByRole("button", { name: /^Create 0 objects/ })).toHaveAttribute(
    "aria-disabled",
    "true",
  );
  await field.fill(`apiVersion: batch/v1
kind: Job
metadata:
  name: made
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: load
          image: busybox
`);
  await expect(dialog.getByText("would be created")).toBeVisible();
  expect(await accessibilityFaults(page, "[role='dialog']")).toEqual([]);
  expect(api.get("jobs", "acts", "made")).toBeUndefined();
  await page.keyboard.press("Control+Enter");
  await expect(dialog.getByRole("link", { name: "job/made" })).toBeVisible();
  expect(api.get("jobs", "acts", "made")).toBeDefined();
  await page.setViewportSize({ width: 390, height: 844 });
  await expect.poll(() => outOfReach(page)).toEqual([]);
  ownFaults(faults);
});
