import { gzipSync } from "node:zlib";
import type { Page, Request } from "@playwright/test";
import { accessibilityFaults, expect, live, test } from "./fixtures.ts";

const columns = (page: Page) => page.getByRole("button", { name: "Columns" });
/** The first that can be chosen: NAME cannot. */
const firstColumn = (page: Page) => page.getByRole("menuitemcheckbox", { name: "STATUS" });

test("P18: the first page brings no code of what is not open", async ({ page }) => {
  const weights: Promise<number>[] = [];
  page.on("response", (response) => {
    if (response.request().resourceType() !== "script") return;
    weights.push(response.body().then((body) => gzipSync(body).length));
  });
  // What is fetched once the page is at rest is not of the first page.
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 60_000);
  await page.goto("/jobs");
  // Its first frame.
  await page.clock.runFor(1_000);
  await live(page);
  const bytes = (await Promise.all(weights)).reduce((sum, weight) => sum + weight, 0);
  expect(bytes).toBeGreaterThan(100_000);
  expect(bytes).toBeLessThan(250_000);
});

test("the head of a page names the sheet that the page is drawn with", async ({ page }) => {
  const answer = await page.goto("/jobs");
  const link = (await answer?.headerValue("link")) ?? "";
  const named = [...link.matchAll(/<([^>]+)>; rel=preload; as=style/g)].map(([, path]) => path);
  const sheets = page.locator('link[rel="stylesheet"]');
  const used = await sheets.evaluateAll((all) => all.map((sheet) => sheet.getAttribute("href")));
  expect(used.length).toBeGreaterThan(0);
  expect(named).toEqual(used);
});

test.describe("the first press", () => {
  test.beforeEach(async ({ page }) => {
    await page.goto("/jobs");
    await live(page);
  });

  for (const key of ["Enter", "Space", "ArrowDown"]) {
    test(`of ${key} opens a menu on its first item`, async ({ page }) => {
      await columns(page).press(key);
      await expect(firstColumn(page)).toBeFocused();
      await page.keyboard.press("Escape");
      await expect(page.getByRole("menu")).toHaveCount(0);
      await expect(columns(page)).toBeFocused();
    });
  }

  test("of the mouse opens a menu, and the second closes it", async ({ page }) => {
    await columns(page).click();
    await expect(page.getByRole("menu")).toBeFocused();
    await expect(page.locator("[data-highlighted]")).toHaveCount(0);
    await columns(page).click();
    await expect(page.getByRole("menu")).toHaveCount(0);
  });

  for (const press of ["key", "mouse"]) {
    test(`of the ${press} opens the namespaces where one types`, async ({ page }) => {
      const picker = page.getByRole("combobox", { name: "Namespace" });
      if (press === "key") await page.keyboard.press("n");
      else await picker.click();
      await expect(page.getByPlaceholder("Find a namespace")).toBeFocused();
      await page.keyboard.type("shop");
      await expect(page.getByRole("option")).toHaveCount(1);
      await page.keyboard.press("Escape");
      await expect(page.getByRole("option")).toHaveCount(0);
      await expect(picker).toBeFocused();
    });
  }

  test("of ? opens the help, which gives the focus back", async ({ page }) => {
    await page.getByRole("button", { name: "Keyboard help" }).press("Enter");
    await expect(page.getByRole("dialog", { name: "Keyboard" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("button", { name: "Keyboard help" })).toBeFocused();
  });

  test("finds a button that is what it says", async ({ page }) => {
    await expect(columns(page)).toHaveAttribute("aria-haspopup", "menu");
    await expect(columns(page)).toHaveAttribute("aria-expanded", "false");
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});

test.describe("a page that was at rest", () => {
  // What it had begun to fetch for later is broken off with the server.
  test.use({ provoked: /net::ERR_FAILED/ });

  test("opens its menus without a server", async ({ page }) => {
    await page.clock.install();
    await page.goto("/jobs");
    await live(page);
    const fetched: string[] = [];
    const underWay = new Set<Request>();
    const isCode = (request: Request) => request.url().includes("/_next/static/chunks/");
    page.on("request", (request) => isCode(request) && underWay.add(request));
    page.on("response", async (response) => {
      if (!isCode(response.request())) return;
      fetched.push(await response.text().catch(() => ""));
      underWay.delete(response.request());
    });
    // Words of the code of menus, and of that of the namespaces; each comes in several files.
    const isHere = async () => {
      await page.clock.runFor(1_000);
      const code = fetched.join("\n");
      return (
        underWay.size === 0 &&
        code.includes("menuitemcheckbox") &&
        code.includes("Find a namespace")
      );
    };
    await expect.poll(isHere).toBe(true);
    await page.route("**/*", (route) => route.abort());
    await columns(page).click();
    await expect(page.getByRole("menu")).toBeVisible();
    await page.keyboard.press("Escape");
    // A key is the menu's until the focus is given back.
    await expect(columns(page)).toBeFocused();
    await page.keyboard.press("n");
    await expect(page.getByPlaceholder("Find a namespace")).toBeFocused();
  });
});
