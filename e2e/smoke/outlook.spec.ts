import type { ScriptedApiServer } from "../../lib/kubernetes/testing/scripted-api-server.ts";
import { accessibilityFaults, expect, live, test } from "./fixtures.ts";

const minuteMs = 60_000;
const instant = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
const owner = (kind: string, name: string, uid: string) => [
  { apiVersion: "batch/v1", kind, name, uid, controller: true },
];

/** The tick of the newest run: two minutes ago, so that no test meets the next one. */
const due = Date.now() - (Date.now() % minuteMs) - 2 * minuteMs;
const schedule = `${(due / minuteMs) % 5}-59/5 * * * *`;

/** A CronJob of every five minutes with three runs, the newest of which has just failed. */
function populate(api: ScriptedApiServer): { readonly newest: string } {
  const name = "outlook";
  api.apply("cronjobs", {
    metadata: { name, uid: "outlook-cron", creationTimestamp: instant(due - 3_600_000) },
    spec: {
      schedule,
      successfulJobsHistoryLimit: 2,
      failedJobsHistoryLimit: 1,
      jobTemplate: { spec: { template: { spec: { containers: [{ name: "load" }] } } } },
    },
    status: { lastScheduleTime: instant(due), lastSuccessfulTime: instant(due - 4 * minuteMs) },
  });
  for (const back of [10, 5, 0]) {
    const at = due - back * minuteMs;
    const done = back > 0;
    const end = instant(at + (back + 20) * 1000);
    const condition = { status: "True", lastTransitionTime: end };
    api.apply("jobs", {
      metadata: {
        name: `${name}-${at / minuteMs}`,
        uid: `outlook-${back}`,
        creationTimestamp: instant(at),
        annotations: { "batch.kubernetes.io/cronjob-scheduled-timestamp": instant(at) },
        ownerReferences: owner("CronJob", name, "outlook-cron"),
      },
      spec: {
        completions: 1,
        backoffLimit: 0,
        template: { spec: { restartPolicy: "Never", containers: [{ name: "load" }] } },
      },
      status: {
        startTime: instant(at),
        ...(done ? { succeeded: 1, completionTime: end } : { failed: 1 }),
        conditions: [
          done
            ? { type: "Complete", ...condition }
            : { type: "Failed", reason: "BackoffLimitExceeded", ...condition },
        ],
      },
    });
  }
  const newest = `${name}-${due / minuteMs}`;
  api.apply("pods", {
    metadata: {
      name: `${newest}-x`,
      uid: "outlook-pod",
      creationTimestamp: instant(due),
      ownerReferences: owner("Job", newest, "outlook-0"),
    },
    spec: { containers: [{ name: "load", image: "busybox" }] },
    status: {
      phase: "Failed",
      containerStatuses: [
        { name: "load", state: { terminated: { exitCode: 3, reason: "Error" } }, restartCount: 0 },
      ],
    },
  });
  api.writeLog("default", `${newest}-x`, "load", [`${instant(due)} no such table`], true);
  return { newest };
}

const why = "container load exited 3; backoffLimit 0 allows no retry";
const row = '[data-key="default/outlook"]';

test("the list says when a CronJob runs next, how its runs went, and in one sentence why the last one failed", async ({
  page,
  api,
}) => {
  populate(api);
  await page.goto("/cronjobs");
  await live(page);
  const cell = (column: string) => page.locator(`${row} [data-column="${column}"]`);
  await expect(cell("next run")).toHaveText(/^in (\d+m)?(\d+s)?$/);
  await expect(cell("last result")).toHaveText(/^Failed20s, (\d+m)?(\d+s)? ago$/);
  await expect(page.locator(row)).toHaveAccessibleDescription(`BackoffLimitExceeded: ${why}`);
  await expect(cell("runs").getByRole("group")).toHaveAccessibleName(
    "Last 3 runs: 2 Complete, 1 Failed",
  );
  // What kubectl prints stands as it is.
  await expect(cell("schedule")).toHaveText(schedule);
  await expect(page.getByRole("button", { name: /Failed 1/ })).toBeVisible();
  expect(await accessibilityFaults(page)).toEqual([]);
});

test("by the keyboard alone: from the row to the bar of a run, and to its log", async ({
  page,
  api,
}) => {
  const { newest } = populate(api);
  await page.goto("/cronjobs?q=outlook");
  await live(page);
  await page.keyboard.press("j");
  await page.keyboard.press("Tab");
  const bar = page.locator(`${row} [data-mark]:focus`);
  await expect(bar).toHaveText(new RegExp(`^${newest}: Failed in 20s`));
  await page.keyboard.press("ArrowLeft");
  await expect(bar).toHaveText(/: Complete in 25s/);
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/jobs/default/${newest}#log$`));
  await expect(page.getByRole("log").getByText("no such table").first()).toBeVisible();
});

test("the page of a CronJob has its next runs, what it missed and how long runs take, and its Events as they are written", async ({
  page,
  api,
}) => {
  populate(api);
  await page.goto("/cronjobs/default/outlook");
  await live(page);
  await expect(page.getByRole("table", { name: "Next runs" }).getByRole("row")).toHaveCount(11);
  await expect(page.getByRole("region", { name: "Missed runs" })).toContainText("None:");
  await expect(page.getByRole("region", { name: "Runs", exact: true })).toContainText(
    "Of 2 Complete runs half took at most 25s",
  );
  await expect(page.getByText(why).first()).toBeVisible();
  const events = page.getByRole("region", { name: "Events" });
  await expect(events).toContainText("The API server holds no Events of it");
  api.apply("events", {
    metadata: { name: "told", uid: "outlook-event" },
    type: "Warning",
    reason: "FailedNeedsStart",
    message: "told a moment ago",
    involvedObject: { kind: "CronJob", name: "outlook", uid: "outlook-cron" },
    lastTimestamp: instant(Date.now()),
    count: 1,
  });
  await expect(events.getByText("told a moment ago")).toBeVisible();
  api.remove("events", "default", "told");
  await expect(events.getByText("told a moment ago")).toHaveCount(0);
  expect(await accessibilityFaults(page)).toEqual([]);
});

test("a CronJob that is suspended says so where its next run stood, and that it is due again once resumed", async ({
  page,
  api,
}) => {
  populate(api);
  await page.goto("/cronjobs?q=outlook");
  await live(page);
  const next = page.locator(`${row} [data-column="next run"]`);
  await expect(next).toHaveText(/^in /);
  await page.keyboard.press("j");
  await page.keyboard.press("s");
  await expect(next).toHaveText("suspended");
  await page.keyboard.press("r");
  await expect(next).toHaveText(/^in /);
});

test("the list of Jobs has the sentence beneath each that failed, and it stands on the Job's page too", async ({
  page,
  api,
}) => {
  const { newest } = populate(api);
  await page.goto("/jobs?q=outlook");
  await live(page);
  const failed = page.locator(`[data-key="default/${newest}"]`);
  await expect(failed).toHaveAccessibleDescription(`BackoffLimitExceeded: ${why}`);
  const [one, other] = await Promise.all(
    [failed, page.locator('[data-uid="outlook-5"]')].map((it) => it.boundingBox()),
  );
  expect(one?.height).toBeGreaterThan((other?.height ?? 0) + 15);
  await page.goto(`/jobs/default/${newest}`);
  await expect(page.getByText(`BackoffLimitExceeded: ${why}.`)).toBeVisible();
  await expect(page.getByRole("table", { name: "Timeline" })).toContainText(
    "Failed: BackoffLimitExceeded",
  );
  expect(await accessibilityFaults(page)).toEqual([]);
});
