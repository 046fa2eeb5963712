import type { Locator, Page } from "@playwright/test";
import { cell, create, expect, noteTexts, row, rows, secondsOf, test } from "./fixtures.ts";

/** All of it is started at once, so that a tick of the schedules serves several cases. */
let ns = "";

test.beforeAll(async ({ cluster, isOld }) => {
  if (isOld) return;
  ns = await cluster.createNamespace();
  await create(cluster, ns, "runs.yaml");
});
test.skip(({ isOld }) => isOld, "runs are told from what 1.28 and later write");

/** Long enough for the next tick of a schedule that fires each minute, and its Pod. */
const tick = { timeout: 90_000 };
/** For that tick to be missed, too. */
const missed = { timeout: 200_000 };

/** Chromium gives up what it loads when a Pod's network device appears, and Pods come each minute. */
async function open(page: Page, path: string): Promise<void> {
  await expect(async () => {
    await page.goto(path);
    await expect(page.locator('[data-state="live"]').first()).toBeVisible({ timeout: 5_000 });
  }).toPass();
}

const section = (page: Page, name: string): Locator =>
  page.getByRole("region", { name, exact: true });
const table = (page: Page, name: string): Locator => page.getByRole("table", { name, exact: true });

test("a Job that failed: why in a sentence, its conditions and its life in order, its Pods and its Events", async ({
  page,
}) => {
  await open(page, `/jobs/${ns}/retries`);
  const why = "BackoffLimitExceeded: container load exited 3 in 2 of 2 Pods; 1 of 1 retry used.";
  await expect(page.getByText(why)).toBeVisible(tick);
  await expect(page.getByText(why)).toHaveAttribute("title", /^From condition Failed, 2 Pods/);

  const conditions = table(page, "Conditions").getByRole("row");
  await expect(conditions).toHaveCount(3);
  await expect(conditions.nth(1)).toContainText("FailureTargetTrueBackoffLimitExceeded");
  await expect(conditions.nth(2)).toContainText("FailedTrueBackoffLimitExceeded");
  const moments = table(page, "Timeline").getByRole("row").locator("td:last-child");
  await expect(moments).toHaveText([
    "Created",
    "Started",
    "The first of 2 Pods created",
    "The newest Pod created",
    "FailureTarget: BackoffLimitExceeded",
    "Failed: BackoffLimitExceeded",
  ]);
  await expect(rows(page, ns, "retries-")).toHaveCount(2);
  for (const pod of await rows(page, ns, "retries-").all()) {
    await expect(cell(pod, "status")).toHaveText("Error");
    await expect(cell(pod, "exit")).toHaveText("3");
    await expect(cell(pod, "node")).not.toHaveText("<none>");
  }
  const events = section(page, "Events");
  await expect(events.getByText(/^Created pod: retries-/)).toHaveCount(2);
  await expect(events.getByText("Job has reached the specified backoff limit")).toBeVisible();
  await expect(page.getByRole("log")).toContainText("no such table");
});

test("a Pod that falls over: why, its containers as they are and were, what they ask for, and its Events", async ({
  page,
}) => {
  await open(page, `/jobs/${ns}/restarts`);
  await rows(page, ns, "restarts-").getByRole("link").first().click();
  await expect(page.getByRole("heading", { level: 1, name: /^restarts-/ })).toBeVisible();
  // A kubelet may take a minute to say that it waits before it starts the container again.
  const why =
    /^(Error: container load exited 3|CrashLoopBackOff: container load exited 3; next start (\d+m)?(\d+s)? after it ended)\.$/;
  await expect(page.getByText(why)).toBeVisible(tick);
  await expect(page.getByText(why)).toHaveAttribute("title", /^From the states? /);

  const container = (name: string) =>
    table(page, "Containers")
      .getByRole("row")
      .filter({ has: page.getByRole("button", { name }) });
  await expect(container("load").getByRole("cell").nth(3)).toHaveText(/^[1-9]\d*$/, tick);
  await expect(container("load").getByRole("cell").nth(4)).toContainText("Error 3");
  await expect(container("web")).toContainText("Running");
  await expect(container("wait")).toContainText("Completed");
  await container("load").getByRole("button", { name: "Logs of load" }).click();
  await expect(page.getByRole("log")).toContainText("no such table");

  const resources = table(page, "Resources and probes").getByRole("row");
  await expect(resources.filter({ hasText: "load" })).toContainText("cpu 10m, memory 16Mi");
  await expect(resources.filter({ hasText: "load" })).toContainText("memory 64Mi");
  await expect(resources.filter({ hasText: "web" })).toContainText(/Readiness: exec .*period=5s/);
  const volumes = table(page, "Volumes").getByRole("row");
  await expect(volumes.filter({ hasText: "scratch" })).toContainText("emptyDir");
  await expect(volumes.filter({ hasText: "scratch" })).toContainText("load:/scratch");
  await expect(table(page, "Conditions").getByText("ContainersNotReady").first()).toBeVisible();
  await expect(
    section(page, "Events").getByText(/^Back-off restarting failed container load in pod/),
  ).toBeVisible();
});

test("CronJobs in the list: when each runs next, how its last run ended and why, and from its bar to its log", async ({
  page,
}) => {
  await open(page, `/cronjobs?ns=${ns}`);
  const counted = await noteTexts(page, `${ns}/fails`, "next run");
  await expect(cell(row(page, ns, "paused"), "next run")).toHaveText("suspended");
  const fails = row(page, ns, "fails");
  await expect(cell(fails, "last result")).toHaveText(/^Failed\d+s, (\d+m)?(\d+s)? ago$/, tick);
  await expect(fails).toHaveAccessibleDescription(
    "BackoffLimitExceeded: container load exited 3; backoffLimit 0 allows no retry",
  );
  await expect(fails).toHaveAttribute("data-tone", "bad");
  await expect
    .poll(async () => {
      const seconds = (await counted()).map(secondsOf);
      return seconds.filter((left, i) => left === (seconds[i - 1] ?? 0) - 1).length;
    })
    .toBeGreaterThan(3);

  const bar = cell(fails, "runs").locator('[data-result="Failed"]').last();
  await expect(bar).toHaveText(/^fails-\d{8}: Failed in \d+s, due (\d+m)?(\d+s)? ago$/);
  await bar.click();
  await expect(page).toHaveURL(new RegExp(`/jobs/${ns}/fails-\\d{8}#log$`));
  await expect(page.getByRole("log")).toContainText("no such table");
});

test("a CronJob's page: its schedule in words, the next ten runs, its Jobs with their reasons, and its Events", async ({
  page,
}) => {
  await open(page, `/cronjobs/${ns}/fails`);
  await expect(page.getByText("Every minute", { exact: true })).toBeVisible();
  await expect(table(page, "Next runs").getByRole("row")).toHaveCount(11);
  await expect(section(page, "Runs")).toContainText("No run is Complete yet", tick);
  await expect(rows(page, ns, "fails-").first()).toHaveAccessibleDescription(
    "BackoffLimitExceeded: container load exited 3; backoffLimit 0 allows no retry",
  );
  await expect(
    section(page, "Events")
      .getByText(/^Created job fails-\d{8}$/)
      .first(),
  ).toBeVisible();
});

test("a run that is still going when the next is due: it counts as missed, with its cause", async ({
  page,
}) => {
  await open(page, `/cronjobs?ns=${ns}`);
  const overlaps = row(page, ns, "overlaps");
  await expect(cell(overlaps, "missed")).toHaveText(/^[12]$/, missed);
  const cause =
    /Run overlaps-\d{8} (was|is) still going, and concurrencyPolicy is Forbid(\.|: this one waits for its end\.)/;
  await expect(overlaps).toHaveAccessibleDescription(new RegExp(`^Missed: ${cause.source}$`));
  await expect(overlaps).toHaveAttribute("data-tone", "warn");
  await expect(cell(overlaps, "runs").locator('[data-mark="missed"]').first()).toHaveText(
    /an earlier run was still going$/,
  );

  await open(page, `/cronjobs/${ns}/overlaps`);
  const line = table(page, "Missed runs").getByRole("row").nth(1);
  await expect(line.getByRole("cell").nth(2)).toHaveText("overlap");
  await expect(line.getByRole("cell").nth(3)).toHaveText(cause);
});
