import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { ScriptedApiServer } from "../../lib/kubernetes/testing/scripted-api-server.ts";
import { test as base } from "../app.ts";
import { startDashboard } from "../dashboard.ts";
import { accessibilityFaults, expect, live, outOfReach, ownFaults } from "./fixtures.ts";
import { populate } from "./objects.ts";

/** A name as some providers make them. */
const west = "arn:aws:eks:eu-1:7:cluster/west?a&b";

interface Clusters {
  readonly east: ScriptedApiServer;
  readonly west: ScriptedApiServer;
}

const test = base.extend<object, { clusters: Clusters }>({
  clusters: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from its first parameter
    async ({}, use) => {
      const clusters = {
        east: await new ScriptedApiServer().listen(),
        west: await new ScriptedApiServer().listen(),
      };
      for (const [side, api] of Object.entries(clusters)) {
        populate(api);
        api.apply("jobs", { metadata: { name: `only-${side}`, namespace: "shop" }, spec: {} });
      }
      await use(clusters);
      await clusters.east.close();
      await clusters.west.close();
    },
    { scope: "worker" },
  ],
  dashboard: [
    async ({ clusters }, use) => {
      const shut = await new ScriptedApiServer().listen();
      const closed = shut.url;
      await shut.close();
      const folder = mkdtempSync(join(tmpdir(), "batchboard-contexts-"));
      const kubeconfig = join(folder, "config");
      const servers = { east: clusters.east.url, west: clusters.west.url, shut: closed };
      const config = {
        "current-context": "east",
        contexts: [
          { name: "east", context: { cluster: "east", user: "east" } },
          { name: west, context: { cluster: "west", user: "west", namespace: "shop" } },
          { name: "shut", context: { cluster: "shut", user: "east" } },
          { name: "half", context: { cluster: "gone", user: "east" } },
        ],
        clusters: Object.entries(servers).map(([name, server]) => ({ name, cluster: { server } })),
        users: ["east", "west"].map((name) => ({ name, user: { token: `token-of-${name}` } })),
      };
      writeFileSync(kubeconfig, JSON.stringify(config));
      const dashboard = await startDashboard(["--kubeconfig", kubeconfig]);
      await use(dashboard);
      await dashboard.stop();
      rmSync(folder, { recursive: true });
    },
    { scope: "worker" },
  ],
});

const row = (page: Page, key: string) => page.locator(`[data-key="${key}"]`);
const switchOf = (page: Page) => page.getByRole("combobox", { name: /^Context / });
const option = (page: Page, name: RegExp) => page.getByRole("option", { name });

/** The contexts that the page's requests name, one entry each. */
function contextsAsked(page: Page): () => Set<string | null> {
  const asked = new Set<string | null>();
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.pathname.startsWith("/api/")) asked.add(url.searchParams.get("context"));
  });
  return () => asked;
}

test("the context in the header lists all of them, and leads by keys to the same list in another", async ({
  page,
  clusters,
}) => {
  await page.goto("/jobs?ns=shop&q=only&wide=1");
  await live(page);
  await expect(row(page, "shop/only-east")).toBeVisible();
  await switchOf(page).press("Enter");
  await expect(option(page, /^east/)).toHaveAttribute("aria-selected", "true");
  await expect(option(page, /^shut/)).toContainText("unreachable");
  await expect(option(page, /^shut/)).toContainText("refused");
  await expect(option(page, /^half/)).toContainText("incomplete");
  await expect(option(page, /^half/)).toContainText('the cluster "gone"');
  await expect(option(page, /^arn/)).toContainText("reachable");
  expect(await accessibilityFaults(page)).toEqual([]);
  // To look at the list has logged in nowhere.
  expect(clusters.west.requests.map(({ headers }) => headers.authorization)).not.toContain(
    "Bearer token-of-west",
  );

  await page.keyboard.type("west");
  await expect(page.getByRole("option")).toHaveCount(1);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/jobs\?wide=1&context=arn/);
  await live(page);
  await expect(row(page, "shop/only-west")).toBeVisible();
  await expect(row(page, "shop/only-east")).toHaveCount(0);
  await expect(switchOf(page)).toHaveAccessibleName(`Context ${west}`);
});

test("every way on from a page stays in its context, and every request is of it", async ({
  page,
  clusters,
}) => {
  test.slow();
  const asked = contextsAsked(page);
  const inWest = () => expect(new URL(page.url()).searchParams.get("context")).toBe(west);
  const before = clusters.east.requests.length;
  await page.goto(`/jobs?${new URLSearchParams({ context: west })}`);
  await live(page);
  await expect(page.getByLabel("kubectl command of this view")).toContainText(
    `kubectl --context '${west}' get jobs`,
  );
  await page.getByRole("link", { name: "Pods" }).first().click();
  await expect(page).toHaveURL(/\/pods\?/);
  inWest();
  await page.keyboard.press("1");
  await expect(page).toHaveURL(/\/cronjobs\?/);
  inWest();
  await row(page, "shop/nightly").getByRole("link").first().click();
  await expect(page).toHaveURL(/\/cronjobs\/shop\/nightly\?/);
  await live(page);
  inWest();
  await page.getByRole("navigation").getByRole("link", { name: "shop" }).first().click();
  await expect(page).toHaveURL(/\/cronjobs\?/);
  inWest();
  await page.getByRole("link", { name: "Batchboard" }).click();
  inWest();
  await page.goBack();
  await page.reload();
  await live(page);
  inWest();
  await page.goto(`/?${new URLSearchParams({ context: west })}`);
  await live(page);
  inWest();
  await expect(page.getByRole("link", { name: "nightly" }).first()).toHaveAttribute(
    "href",
    new RegExp(`${new URLSearchParams({ context: west })}$`),
  );
  // What the server draws of a page that opens with something to fetch.
  await page.goto(`/jobs/shop/only-west?${new URLSearchParams({ yaml: "1", context: west })}`);
  await expect(page.getByRole("dialog").getByText(/name: only-west/)).toBeVisible();
  expect([...asked()]).toEqual([west]);
  const tokens = clusters.east.requests.slice(before).map(({ headers }) => headers.authorization);
  expect(tokens).not.toContain("Bearer token-of-west");
});

test("two tabs look at two clusters, each live", async ({ page, context, clusters }) => {
  await page.goto("/jobs?ns=*");
  const other = await context.newPage();
  await other.goto(`/jobs?${new URLSearchParams({ ns: "*", context: west })}`);
  await live(page);
  await live(other);
  clusters.west.apply("jobs", { metadata: { name: "new", namespace: "shop" }, spec: {} });
  await expect(row(other, "shop/new")).toBeVisible();
  clusters.east.apply("jobs", { metadata: { name: "new-too", namespace: "shop" }, spec: {} });
  await expect(row(page, "shop/new-too")).toBeVisible();
  await expect(row(page, "shop/new")).toHaveCount(0);
  await expect(row(other, "shop/new-too")).toHaveCount(0);
  await other.close();
});

test("a cluster that is away is shown so, and the way to another is there", async ({ page }) => {
  await page.goto("/jobs?context=shut");
  await expect(page.getByText(/refused/).first()).toBeVisible();
  await switchOf(page).click();
  await option(page, /^east/).click();
  await expect(page).toHaveURL(/\/jobs\?context=east/);
  await live(page);
});

for (const [name, message] of [
  ["north", 'There is no context "north" in the kubeconfig.'],
  ["half", 'Context "half" names the cluster "gone"'],
] as const) {
  test(`the context ${name} says what is wrong with it, and the way to another is there`, async ({
    page,
    faults,
  }) => {
    await page.goto(`/pods?context=${name}`);
    await expect(page.getByText(message).filter({ visible: true }).first()).toBeVisible();
    expect(await accessibilityFaults(page)).toEqual([]);
    await switchOf(page).click();
    await option(page, /^arn/).click();
    await expect(page).toHaveURL(/\/pods\?context=arn/);
    await live(page);
    expect(ownFaults(faults)).toEqual([]);
  });
}

test("on a phone the context can be read and pressed", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/jobs?${new URLSearchParams({ context: west })}`);
  await live(page);
  expect(await outOfReach(page)).toEqual([]);
  await switchOf(page).click();
  await expect(option(page, /^east/)).toBeVisible();
  expect(await outOfReach(page)).toEqual([]);
  expect(await accessibilityFaults(page)).toEqual([]);
});
