import type { Locator, Page } from "@playwright/test";
import { accessibilityFaults, expect, live, outOfReach, test } from "./fixtures.ts";
import { addIndexedJob, hundred, hundredThousand, logLine, pageOf, podOf } from "./indexed-jobs.ts";

let removals: (() => void)[] = [];

test.beforeAll(({ api }) => {
  removals = [hundred, hundredThousand].map((job) => addIndexedJob(api, job));
});
test.afterAll(() => {
  for (const remove of removals) remove();
});

const grid = (page: Page): Locator => page.getByRole("grid", { name: "Indexes" });
const cell = (page: Page, index: number): Locator => grid(page).locator(`[data-index="${index}"]`);
const section = (page: Page): Locator => page.getByRole("region", { name: "Indexes" });
const pods = (page: Page): Locator =>
  page.getByRole("region", { name: "Pods" }).locator("tr[data-key]");
const newestOf58 = hundred.attempts[3];

async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await live(page);
  await expect(cell(page, 0).or(grid(page).locator("[data-index]").first())).toBeVisible();
}

/** The index of the cell that has the focus; null where none has. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const index = document.activeElement?.getAttribute("data-index");
    return index == null ? null : Number(index);
  });

async function tabToGrid(page: Page): Promise<void> {
  for (let presses = 0; presses < 60 && (await focused(page)) === null; presses++) {
    await page.keyboard.press("Tab");
  }
}

for (const theme of ["light", "dark"] as const) {
  test(`100 indexes in ${theme}: each says how it stands, and axe finds nothing`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    await open(page, `${pageOf(hundred)}?index=58`);
    await expect(grid(page).getByRole("gridcell")).toHaveCount(100);
    for (const [index, words] of [
      [57, "57: Complete"],
      [58, "58: Failed"],
      [60, "60: active"],
      [61, "61: active after 1 failure"],
      [62, "62: waiting after 1 failure"],
      [63, "63: active after 2 failures"],
      [64, "64: not started"],
    ] as const) {
      await expect(cell(page, index)).toHaveAccessibleName(words);
    }
    await expect(section(page)).toContainText("OOMKilled (exit 137) in 3 of 3 attempts");
    expect(await accessibilityFaults(page, "section[aria-label='Indexes']")).toEqual([]);
  });
}

test("at 390 px the grid has fewer cells on a line, and nothing is out of reach", async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, `${pageOf(hundred)}?index=58`);
  const [first, next] = await Promise.all([0, 15].map((index) => cell(page, index).boundingBox()));
  expect(next?.x).toBe(first?.x);
  await expect.poll(() => outOfReach(page)).toEqual([]);
  expect(await accessibilityFaults(page)).toEqual([]);
});

test("the keyboard alone reaches each cell, chooses one and lets go of it", async ({ page }) => {
  await open(page, pageOf(hundred));
  await tabToGrid(page);
  expect(await focused(page)).toBe(17);
  await page.keyboard.press("Control+Home");
  for (let index = 0; index < 100; index++) {
    expect(await focused(page)).toBe(index);
    await page.keyboard.press("ArrowRight");
  }
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("End");
  expect(await focused(page)).toBe(79);
  for (let steps = 0; steps < 21; steps++) await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Enter");
  await expect(pods(page)).toHaveCount(3);
  await expect(page).toHaveURL(/[?&]index=58/);
  // One more leaves the grid.
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBeNull();
  await page.keyboard.press("Escape");
  await expect(pods(page)).toHaveCount(hundred.attempts.length);
  await expect(page).toHaveURL(new RegExp(`${pageOf(hundred)}$`));
});

test("a cell that is clicked leads to its attempts, their log, and an address that leads there", async ({
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, pageOf(hundred));
  await expect(pods(page)).toHaveCount(hundred.attempts.length);
  await cell(page, 58).click();
  await expect(pods(page)).toHaveCount(3);
  await expect(page.getByRole("log")).toContainText(logLine(newestOf58));
  await page.getByRole("link", { name: podOf(hundred, hundred.attempts[1]) }).focus();
  await pods(page).first().click();
  await expect(page.getByRole("log")).toContainText(logLine(hundred.attempts[1]));

  await section(page).getByRole("button", { name: "Copy 17,58" }).click();
  await expect(section(page).getByText("Copied").first()).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("17,58");

  await expect(page).toHaveURL(/[?&]index=58/);
  await page.reload();
  await expect(cell(page, 58)).toHaveAttribute("aria-selected", "true");
  await expect(pods(page)).toHaveCount(3);
  await section(page).getByRole("button", { name: "All indexes" }).click();
  await expect(pods(page)).toHaveCount(hundred.attempts.length);
});

test("an index whose Pods are gone says so", async ({ page }) => {
  await open(page, pageOf(hundred));
  await cell(page, 17).click();
  await expect(section(page)).toContainText("Its Pods are gone");
  await expect(
    page.getByText("The Pods of index 17 are gone, and their logs with them."),
  ).toHaveCount(2);
});

test("a cell changes with the Job", async ({ page, api }) => {
  await open(page, pageOf(hundred));
  await expect(cell(page, 60)).toHaveAttribute("data-state", "active");
  const job = api.get("jobs", "sweeps", hundred.name);
  if (!job) throw new Error("the Job is gone");
  api.apply("jobs", { ...job, status: { ...job.status, completedIndexes: "0-16,18-57,59,60" } });
  await expect(cell(page, 60)).toHaveAttribute("data-state", "complete");
  api.apply("jobs", job);
});

test("100,000 indexes open at the one in the address, and scroll to the last by keyboard", async ({
  page,
}) => {
  await open(page, `${pageOf(hundredThousand)}?index=90002`);
  await expect(cell(page, 90_002)).toBeInViewport();
  await expect(pods(page)).toHaveCount(1);
  await cell(page, 90_002).focus();
  const watched = await watchFrames(page);
  while ((await focused(page)) !== 99_999) {
    const before = await focused(page);
    await page.keyboard.press("PageDown");
    if ((await focused(page)) === before) await page.keyboard.press("Control+End");
  }
  await expect(cell(page, 99_999)).toBeInViewport();
  const { frames, longestMs, mostCells } = await watched();
  test.info().annotations.push({
    type: "frames",
    description: `${frames}, the longest ${longestMs.toFixed(1)} ms, at most ${mostCells} cells`,
  });
  expect(mostCells).toBeGreaterThan(400);
  expect(mostCells).toBeLessThan(3_000);
});

/** Watches frames and cells from now on; what it gives says what there was. */
async function watchFrames(page: Page) {
  const handle = await page.evaluateHandle(() => {
    const seen = { frames: 0, longestMs: 0, mostCells: 0, last: performance.now() };
    const frame = (now: number) => {
      seen.frames++;
      if (seen.frames > 1) seen.longestMs = Math.max(seen.longestMs, now - seen.last);
      seen.last = now;
      const cells = document.querySelectorAll("[data-index]").length;
      seen.mostCells = Math.max(seen.mostCells, cells);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    return seen;
  });
  return () => handle.jsonValue();
}
