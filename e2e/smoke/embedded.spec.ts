import { readdirSync, readFileSync } from "node:fs";
import { test as base, expect } from "../app.ts";
import { startDashboard } from "../dashboard.ts";
import { live } from "./fixtures.ts";

/** MB that the dashboard and the embedded cluster may take together. */
const memoryLimit = 350;

/** The built app with the cluster it brings along. */
const test = base.extend<object, object>({
  dashboard: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from its first parameter
    async ({}, use) => {
      const dashboard = await startDashboard(["--embedded"]);
      await use(dashboard);
      expect(await dashboard.stop()).toBe(0);
    },
    { scope: "worker" },
  ],
});

/** The words of the STATUS column that last: whoever looks some seconds later sees them as well. */
const lasting = {
  "/jobs?ns=*": ["Complete", "Failed", "Running", "Suspended", "Terminating"],
  "/pods?ns=*": [
    "Completed",
    "CrashLoopBackOff",
    "CreateContainerConfigError",
    "Error",
    "Evicted",
    "ImagePullBackOff",
    "Init:0/2",
    "Init:CrashLoopBackOff",
    "InvalidImageName",
    "OOMKilled",
    "Pending",
    "Running",
    "StartError",
  ],
};

test("the cluster that is brought along lives, and says what it is", async ({ page }) => {
  for (const [path, words] of Object.entries(lasting)) {
    await page.goto(path);
    const chips = page.getByRole("group", { name: "Filter by status" });
    for (const word of words) {
      await expect(
        chips.getByRole("button", { name: new RegExp(`^${word} *\\d+$`) }),
      ).toBeVisible();
    }
  }
  await expect(page.getByText("Embedded demo cluster").first()).toBeVisible();
});

test("it begins with the article's Job and CronJob", async ({ page }) => {
  await page.goto("/jobs?ns=default");
  await expect(page.locator('[data-key="default/echo"]')).toContainText("Complete");
  await page.goto("/cronjobs?ns=default");
  await expect(page.locator('[data-key="default/echo"]')).toContainText("*/1 * * * *");
});

test("dashboard and cluster take less memory than they may", async ({ page, dashboard }) => {
  test.skip(process.platform !== "linux", "memory is read from /proc");
  await page.goto("/pods?ns=*");
  await live(page);
  expect(memoryOf(dashboard.pid)).toBeLessThan(memoryLimit);
});

/** What a process and all below it have in memory, in MB; pages they share are counted in each. */
function memoryOf(pid: number): number {
  const processes = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => statusOf(Number(name)));
  const sum = (parent: number): number =>
    processes
      .filter((one) => one.parent === parent)
      .reduce((total, one) => total + one.resident + sum(one.pid), 0);
  const own = processes.find((one) => one.pid === pid)?.resident ?? 0;
  return Math.round((own + sum(pid)) / 1024);
}

/** None for one that has ended meanwhile. */
function statusOf(pid: number): { pid: number; parent: number; resident: number }[] {
  try {
    const text = readFileSync(`/proc/${pid}/status`, "utf8");
    const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(text)?.[1]);
    return [{ pid, parent: field("PPid"), resident: field("VmRSS") || 0 }];
  } catch {
    return [];
  }
}
