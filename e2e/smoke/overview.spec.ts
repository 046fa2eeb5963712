import type { Page } from "@playwright/test";
import { expect, live, test } from "./fixtures.ts";

const ago = (seconds: number) =>
  `${new Date(Date.now() - seconds * 1000).toISOString().slice(0, 19)}Z`;
const eyes = (page: Page, name: string) => page.locator(`[data-attention="default/${name}"]`);

const ended = (type: "Complete" | "Failed") => ({
  startTime: ago(60),
  ...(type === "Complete" ? { succeeded: 1, completionTime: ago(5) } : { failed: 1 }),
  conditions: [
    { type, status: "True", reason: "BackoffLimitExceeded", lastTransitionTime: ago(5) },
  ],
});

test("what fails comes before the eyes, and goes once it is well", async ({ page, api }) => {
  await page.goto("/");
  await live(page);
  await expect(eyes(page, "watched")).toHaveCount(0);
  const job = {
    metadata: { name: "watched", creationTimestamp: ago(60) },
    spec: { completions: 1 },
  };
  api.apply("jobs", { ...job, status: ended("Failed") });
  await expect(eyes(page, "watched")).toContainText("Failed");
  await expect(eyes(page, "watched")).toContainText("BackoffLimitExceeded");
  const failures = page.getByRole("region", { name: "Failed in 24 hours" });
  await expect(failures.getByRole("link", { name: "default/watched" })).toBeVisible();
  api.apply("jobs", { ...job, status: ended("Complete") });
  await expect(eyes(page, "watched")).toHaveCount(0);
  await expect(failures.getByRole("link", { name: "default/watched" })).toHaveCount(0);
  api.remove("jobs", "default", "watched");
});

test("by keys alone: to what needs eyes, into its page, and back to the overview", async ({
  page,
}) => {
  await page.goto("/");
  await live(page);
  await expect(eyes(page, "broken")).toBeVisible();
  const focused = page.locator(":focus");
  await page.keyboard.press("j");
  await expect(focused).toHaveAttribute("href", /\/(jobs|cronjobs|pods)\//);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/(jobs|cronjobs|pods)\/.+\/.+/);
  await page.keyboard.press("g");
  await page.keyboard.press("o");
  await expect(page).toHaveURL(/\/(\?.*)?$/);
});

test("counts lead into filtered lists, and the axis names what runs next", async ({ page }) => {
  await page.goto("/?ns=*");
  await live(page);
  const next = page.getByRole("list", { name: "Next runs" });
  await expect(next.getByRole("link", { name: "shop/nightly" })).toBeVisible();
  await expect(page.getByRole("img", { name: /Runs that start within 24 hours: 1/ })).toBeVisible();
  const counts = page.getByRole("navigation", { name: "Counts" });
  await counts
    .getByRole("link", { name: /^Failed/ })
    .last()
    .click();
  await expect(page).toHaveURL(/\/jobs\?.*status=Failed/);
  await expect(page.locator('[data-key="default/broken"]')).toBeVisible();
  await expect(page.locator('[data-key="default/busy"]')).toHaveCount(0);
});
