import { accessibilityFaults, expect, live, outOfReach, ownFaults, test } from "./fixtures.ts";
import { hostile } from "./objects.ts";

const screens = [
  ["/", "BackoffLimitExceeded"],
  ["/cronjobs", "nightly"],
  ["/jobs", "broken"],
  ["/jobs?ns=default&status=Failed&wide=1", "broken"],
  ["/pods", "nightly-29924640-x7k2p"],
  ["/cronjobs/shop/nightly", "Europe/Berlin"],
  ["/jobs/shop/nightly-29924640", "this a job"],
  ["/jobs/default/broken", "BackoffLimitExceeded"],
  ["/pods/shop/nightly-29924640-x7k2p", "this a job"],
  ["/logs/shop?of=job/nightly-29924640", "this a job"],
  ["/logs/shop?of=cronjob/nightly&runs=3", "this a job"],
] as const;

for (const [path, text] of screens) {
  for (const theme of ["light", "dark"] as const) {
    test(`${path} in ${theme}: shows what it should, and axe finds nothing`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
      await page.goto(path);
      await live(page);
      await expect(page.getByText(text).first()).toBeVisible();
      expect(await accessibilityFaults(page)).toEqual([]);
    });
  }

  test(`${path} at 390 px: usable, nothing scrolls sideways`, async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(path);
    await live(page);
    await expect(page.getByText(text).first()).toBeVisible();
    await expect.poll(() => outOfReach(page)).toEqual([]);
    expect(await accessibilityFaults(page)).toEqual([]);
  });
}

test("S21: cluster text is only ever text", async ({ page }) => {
  await page.goto("/jobs/default/broken");
  await expect(page.getByText(hostile).filter({ visible: true }).first()).toBeVisible();
  await page.goto("/pods/shop/nightly-29924640-x7k2p");
  const log = page.getByRole("log");
  await expect(log.getByText("window.pwned=1").first()).toBeVisible();
  await expect(log.locator("a, img, script")).toHaveCount(0);
  expect(await page.evaluate(() => "pwned" in window)).toBe(false);
  await expect(log).not.toContainText("\u202E");
});

test("an object that does not exist is said not to, with a way on", async ({ page }) => {
  await page.goto("/jobs/default/never-was");
  await expect(page.getByText(/never-was/).first()).toBeVisible();
  await expect(page.getByText(/not found|no job/i).first()).toBeVisible();
  await expect(page.getByRole("link", { name: /jobs/i }).first()).toBeVisible();
});

test("no resources, and no match, are said in kubectl's words and have a way out", async ({
  page,
}) => {
  await page.goto("/pods?ns=kube-system");
  await expect(page.getByText("No resources found in kube-system namespace.")).toBeVisible();
  await page.goto("/jobs?q=nothing-like-it");
  await expect(page.getByText(/0 of \d+ Jobs match/)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.locator('[data-key="default/busy"]')).toBeVisible();
});

for (const path of [
  "/jobs/..%2F..%2Fsecrets/x",
  "/pods/UPPER/x",
  "/jobs?ns=..%2F&sort=nonsense&wide=7&cols=%00&status=%3Cb%3E",
  "/pods?l=a%20b%20c",
  "/logs/default?of=secret/x",
  "/nowhere",
]) {
  test(`${path}: a page that says what to do, no stack trace`, async ({ page, faults }) => {
    await page.goto(path);
    await expect(page.locator("body")).not.toContainText(/at \w+ \(|TypeError|node_modules/);
    await expect(page.getByRole("link").first()).toBeVisible();
    await expect(
      page.getByText(/not a |not found|no resources|nothing is at|match/i).first(),
    ).toBeVisible();
    expect(ownFaults(faults)).toEqual([]);
  });
}
