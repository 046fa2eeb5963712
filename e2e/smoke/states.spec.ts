import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { startDashboard } from "../dashboard.ts";
import { accessibilityFaults, expect, live, outOfReach, ownFaults, test } from "./fixtures.ts";

/** What a page is like when it is not full of rows: each state as it stands, in both themes. */
const states: readonly [
  name: string,
  path: string,
  reach: (page: Page) => Promise<void>,
  within?: string,
][] = [
  [
    "no resources",
    "/pods?ns=kube-system",
    (page) => expect(page.getByText("No resources found in kube-system namespace.")).toBeVisible(),
  ],
  [
    "no match",
    "/jobs?q=nothing-like-it",
    (page) => expect(page.getByText(/0 of \d+ Jobs match/)).toBeVisible(),
  ],
  [
    "an object that is not there",
    "/jobs/default/never-was",
    (page) => expect(page.getByText(/never-was not found/)).toBeVisible(),
  ],
  [
    "an address that leads nowhere",
    "/nowhere",
    (page) => expect(page.getByRole("link").first()).toBeVisible(),
  ],
  [
    "the help",
    "/jobs",
    async (page) => {
      await live(page);
      await page.keyboard.press("?");
      await expect(page.getByRole("dialog", { name: "Keyboard" })).toBeVisible();
    },
  ],
  [
    "the YAML",
    "/jobs/default/broken?yaml=1",
    (page) => expect(page.getByRole("dialog").getByText(/name: broken/)).toBeVisible(),
  ],
  [
    "the choice of namespaces",
    "/jobs",
    async (page) => {
      await live(page);
      await page.keyboard.press("n");
      await expect(page.getByRole("option", { name: "shop" })).toBeVisible();
    },
  ],
  [
    "the choice of columns",
    "/jobs",
    async (page) => {
      await live(page);
      await page.getByRole("button", { name: "Columns" }).click();
      await expect(page.getByRole("menu")).toBeVisible();
    },
    // It stands outside the page's landmarks while it is open, as menus do.
    "[role='menu']",
  ],
  [
    "what was done",
    "/cronjobs?q=nightly",
    async (page) => {
      await live(page);
      await page.keyboard.press("s");
      await expect(page.getByText("Suspended nightly").first()).toBeVisible();
      await expect(page.locator('[data-column="suspend"]').last()).toHaveText("True");
    },
  ],
];

for (const [name, path, reach, within] of states) {
  test(`${name}: axe finds nothing, and all of it can be reached at 390 px`, async ({
    page,
    faults,
  }) => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.goto(path);
    await reach(page);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await accessibilityFaults(page, within)).toEqual([]);
    }
    await page.setViewportSize({ width: 390, height: 844 });
    await expect.poll(() => outOfReach(page)).toEqual([]);
    expect(ownFaults(faults)).toEqual([]);
    if (name !== "what was done") return;
    await page.keyboard.press("z");
    await expect(page.getByText("Resumed nightly").first()).toBeVisible();
  });
}

test("while the API server is gone: what is known stays and is marked", async ({
  page,
  api,
  faults,
}) => {
  await page.goto("/jobs");
  await live(page);
  const { port } = api;
  await api.crash();
  await expect(page.locator('[data-state="stale"]').first()).toBeVisible();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.locator('[data-key="default/busy"]').getByRole("link", { name: "busy" }).click();
  await expect(page.getByRole("heading", { name: "busy" })).toBeVisible();
  await expect(page.getByText(/Stale since/).first()).toBeVisible();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  await expect.poll(() => outOfReach(page)).toEqual([]);
  await api.listen(port);
  // The next try may be half a minute away by now.
  await page.getByRole("button", { name: "Retry now" }).click();
  await live(page);
  expect(ownFaults(faults)).toEqual([]);
});

test("started before its API server: nothing is claimed of it, and all appears by itself", async ({
  page,
  api,
  faults,
}) => {
  const folder = mkdtempSync(join(tmpdir(), "batchboard-smoke-"));
  const kubeconfig = join(folder, "config");
  writeFileSync(kubeconfig, api.kubeconfig());
  const { port } = api;
  await api.crash();
  const dashboard = await startDashboard(["--kubeconfig", kubeconfig]);
  try {
    await page.goto(dashboard.link);
    for (const path of ["/jobs", "/jobs/default/busy"]) {
      await page.goto(`${dashboard.origin}${path}`);
      await expect(page.getByText("The cluster has not answered yet")).toBeVisible();
      await expect(page.getByRole("button", { name: "Retry now" })).toBeVisible();
      expect(await accessibilityFaults(page)).toEqual([]);
    }
    await api.listen(port);
    await page.getByRole("button", { name: "Retry now" }).click();
    await expect(page.getByRole("heading", { name: "busy" })).toBeVisible();
    await live(page);
    expect(ownFaults(faults)).toEqual([]);
    await page.goto("about:blank");
  } finally {
    await dashboard.stop();
    rmSync(folder, { recursive: true });
  }
});
