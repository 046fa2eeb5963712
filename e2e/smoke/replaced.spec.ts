import type { Page } from "@playwright/test";
import { expect, live, test } from "./fixtures.ts";
import { openProxy, pass, type TestProxy } from "./proxy.ts";

/** Cuts every stream; the next begin with a snapshot, as after a restart or a long absence. */
function replace(proxy: TestProxy): { readonly snapshots: () => number } {
  let snapshots = 0;
  proxy.rewrite = (url) => url.replace(/&after=[^&]*/, "");
  proxy.treatment = (answer, response) => {
    answer.on("data", (chunk: Buffer) => {
      if (chunk.includes("event: snapshot")) snapshots += 1;
    });
    pass(answer, response);
  };
  proxy.cut();
  return { snapshots: () => snapshots };
}

/** What must not change under a viewer's hands. */
const standing = (page: Page) =>
  page.evaluate(() => {
    const scroller = document.querySelector("table")?.parentElement;
    return {
      focus: document.activeElement?.closest("[data-key]")?.getAttribute("data-key"),
      cursor: document.querySelector("[data-cursor]")?.getAttribute("data-key"),
      scrolled: scroller?.scrollTop,
      search: window.location.search,
    };
  });

const named = (i: number) => `replaced-${String(i).padStart(3, "0")}`;

test("R16: a list whose stream is replaced by a snapshot keeps cursor, focus, scroll and filter", async ({
  page,
  api,
  dashboard,
  faults,
}) => {
  test.slow();
  const namespace = "kube-system";
  for (let i = 0; i < 200; i++) api.apply("jobs", { metadata: { name: named(i), namespace } });
  const proxy = await openProxy(dashboard.origin);
  try {
    await page.goto(`${proxy.origin}/jobs?ns=${namespace}`);
    await live(page);
    await page.getByRole("searchbox").or(page.getByRole("textbox")).first().fill("replaced-");
    await expect(page).toHaveURL(/q=replaced-/);
    await page.locator(`[data-key="${namespace}/${named(3)}"] [data-column="age"]`).click();
    for (let i = 0; i < 60; i++) await page.keyboard.press("j");
    const key = `${namespace}/${named(63)}`;
    await expect(page.locator(`[data-key="${key}"]`)).toBeFocused();
    const before = await standing(page);
    expect(before).toMatchObject({ cursor: key, focus: key });
    expect(before.scrolled).toBeGreaterThan(500);

    const { snapshots } = replace(proxy);
    api.remove("jobs", namespace, named(199));
    api.apply("jobs", { metadata: { name: named(64), namespace }, status: { active: 1 } });
    const changed = page.locator(`[data-key="${namespace}/${named(64)}"] [data-column="status"]`);
    await expect(changed).toHaveText("Running", { timeout: 20_000 });
    await expect(page.getByText(/199 of 199/)).toBeVisible();
    await live(page);
    expect(snapshots()).toBeGreaterThan(0);
    expect(await standing(page)).toEqual(before);
  } finally {
    for (let i = 0; i < 199; i++) api.remove("jobs", namespace, named(i));
    await page.goto("about:blank");
    proxy.close();
    // The browser puts every cut on the console.
    faults().splice(0);
  }
});

test("R16: a page whose stream is replaced by a snapshot keeps its log, its find and what is open over it", async ({
  page,
  api,
  dashboard,
  faults,
}) => {
  test.slow();
  const job = api.get("jobs", "shop", "nightly-29924640");
  if (!job) throw new Error("there is no Job");
  const proxy = await openProxy(dashboard.origin);
  try {
    await page.goto(`${proxy.origin}/jobs/shop/nightly-29924640`);
    await live(page);
    const log = page.getByRole("log");
    const line = log.getByText("this a job");
    await expect(line).toBeVisible();
    await line.evaluate((element) => element.setAttribute("data-same", ""));
    const find = page.getByRole("region", { name: "Log" }).getByRole("textbox").first();
    await find.fill("plain");
    await page.getByRole("button", { name: /^YAML/ }).first().click();
    const yaml = page.getByRole("dialog");
    await expect(yaml.getByText(/name: nightly-29924640/).first()).toBeVisible();
    const hasFocus = () => yaml.evaluate((dialog) => dialog.contains(document.activeElement));
    expect(await hasFocus()).toBe(true);

    const { snapshots } = replace(proxy);
    api.apply("jobs", { ...job, spec: { ...job.spec, completions: 2 } });
    await expect(page.getByText("1/2", { exact: true })).toHaveCount(1, { timeout: 20_000 });
    expect(snapshots()).toBeGreaterThan(0);
    await expect(yaml.getByText(/name: nightly-29924640/).first()).toBeVisible();
    expect(await hasFocus()).toBe(true);
    await page.keyboard.press("Escape");
    await expect(page.locator("[data-same]")).toBeVisible();
    await expect(find).toHaveValue("plain");
  } finally {
    api.apply("jobs", job);
    await page.goto("about:blank");
    proxy.close();
    faults().splice(0);
  }
});
