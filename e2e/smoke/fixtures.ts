import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { ScriptedApiServer } from "../../lib/kubernetes/testing/scripted-api-server.ts";
import { test as base, expect } from "../app.ts";
import { startDashboard } from "../dashboard.ts";
import { populate } from "./objects.ts";

interface WorkerFixtures {
  api: ScriptedApiServer;
}

/**
 * A test with the built app on a scripted API server. It fails on any console error, CSP report or
 * uncaught error of the page.
 */
export const test = base.extend<object, WorkerFixtures>({
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
      // Anything it had to say beside the link and the audit is a fault that nobody was shown.
      const said = dashboard
        .stderr()
        .split("\n")
        .filter((line) => line && !/another browser|Reached|Cannot reach|"msg":"audit"/.test(line));
      expect(said).toEqual([]);
      rmSync(folder, { recursive: true });
    },
    { scope: "worker" },
  ],
});

export { expect };

/** What Batchboard asks by itself: what the cluster serves, and whether views of earlier tests may go on. */
const ownAccord =
  /^\/(version|apis\/batch\/v1|apis\/authorization\.k8s\.io\/v1\/selfsubjectaccessreviews)$/;

/** The paths the cluster was asked for since so many requests, but for what is asked anyway. */
export function askedSince(api: ScriptedApiServer, before: number): string[] {
  const paths = api.requests.slice(before).map(({ path }) => path);
  return paths.filter((path) => !ownAccord.test(path));
}

/** A request that was refused is on the console by the browser's own doing. */
export function ownFaults(faults: () => string[]): string[] {
  const all = faults().splice(0);
  return all.filter((fault) => !/Failed to load resource/.test(fault));
}

/** What axe finds wrong in the page or in a part of it, as sentences. */
export async function accessibilityFaults(page: Page, within = "html"): Promise<string[]> {
  // Base UI's guards hand the focus on as soon as they have it.
  const axe = new AxeBuilder({ page }).include(within).exclude("[data-base-ui-focus-guard]");
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target }) => `${id}: ${help} (${target})`),
  );
}

/**
 * The buttons, links and fields that stand beyond either side of the window, as sentences. The frame
 * clips what it cannot hold, so that the page never scrolls sideways and its width tells nothing.
 * What is clipped on purpose, for screen readers, does not count, nor what scrolls sideways by itself.
 */
export async function outOfReach(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const scrollsSideways = "[role='group'], [role='log'], pre, div[tabindex='0']";
    const unseen = (element: Element | null): boolean =>
      element !== null &&
      (getComputedStyle(element).clipPath !== "none" || unseen(element.parentElement));
    return [...document.querySelectorAll("a[href], button, input, select, textarea")]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }))
      .filter((element) => !element.closest(scrollsSideways) && !unseen(element))
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => Math.round(box.left) < 0 || Math.round(box.right) > window.innerWidth)
      .map(({ element, box }) => {
        const name = element.getAttribute("aria-label") ?? element.textContent;
        return `${element.tagName.toLowerCase()} "${name}" from ${box.left} to ${box.right}`;
      });
  });
}

/** Waits until the view has its rows. */
export async function live(page: Page): Promise<void> {
  await expect(page.locator('[data-state="live"]').first()).toBeVisible();
}
