import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";
import { ScriptedApiServer } from "../../lib/kubernetes/testing/scripted-api-server.ts";
import { type LoggedIn, logIn, type RunningDashboard, startDashboard } from "../dashboard.ts";
import { collectFaults } from "../page-faults.ts";
import { populate } from "./objects.ts";

interface WorkerFixtures {
  api: ScriptedApiServer;
  dashboard: RunningDashboard;
  loggedIn: LoggedIn;
}

/**
 * A test with the built app on a scripted API server. It fails on any console error, CSP report or
 * uncaught error of the page.
 */
export const test = base.extend<{ faults: () => string[] }, WorkerFixtures>({
  api: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from its first parameter
    async ({}, use) => {
      const api = await new ScriptedApiServer().listen();
      populate(api);
      await use(api);
      await api.close();
    },
    { scope: "worker" },
  ],
  dashboard: [
    async ({ api }, use) => {
      const folder = mkdtempSync(join(tmpdir(), "batchboard-smoke-"));
      const kubeconfig = join(folder, "config");
      writeFileSync(kubeconfig, api.kubeconfig());
      const dashboard = await startDashboard(["--kubeconfig", kubeconfig]);
      await use(dashboard);
      expect(await dashboard.stop()).toBe(0);
      // Anything it had to say beside the link is a fault that nobody was shown.
      const said = dashboard
        .stderr()
        .split("\n")
        .filter((line) => line && !/another browser|Reached|Cannot reach/.test(line));
      expect(said).toEqual([]);
      rmSync(folder, { recursive: true });
    },
    { scope: "worker" },
  ],
  loggedIn: [
    async ({ browser, dashboard }, use) => {
      await use(await logIn(browser, dashboard));
    },
    { scope: "worker" },
  ],
  storageState: ({ loggedIn }, use) => use(loggedIn),
  baseURL: ({ dashboard }, use) => use(dashboard.origin),
  faults: [
    async ({ page }, use) => {
      const faults = collectFaults(page);
      await use(faults);
      expect(faults()).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** What axe finds wrong, as sentences. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target }) => `${id}: ${help} (${target})`),
  );
}

/** Waits until the view has its rows. */
export async function live(page: Page): Promise<void> {
  await expect(page.locator('[data-state="live"]').first()).toBeVisible();
}
