import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { test as base, expect } from "../app.ts";
import {
  type ClusterTestFixtures,
  type ClusterWorkerFixtures,
  clusterFixtures,
} from "../cluster/fixtures.ts";
import { createManifests } from "../cluster/manifests.ts";
import type { TestCluster } from "../cluster/test-cluster.ts";
import { startDashboard } from "../dashboard.ts";

/**
 * A test with a cluster, a namespace of its own in it, and a Batchboard that watches it. It fails on
 * any console error, CSP report or uncaught error of the page.
 */
export const test = base.extend<ClusterTestFixtures, ClusterWorkerFixtures>({
  ...clusterFixtures,
  dashboard: [
    async ({ cluster }, use) => {
      const dashboard = await startDashboard(["--kubeconfig", cluster.kubeconfig]);
      await use(dashboard);
      await dashboard.stop();
    },
    { scope: "worker" },
  ],
});

export { expect };

/**
 * Creates a manifest of this folder as it is printed there. The page is opened before: Chromium gives
 * up what it loads when the network device of a Pod appears on its machine.
 */
export function create(cluster: TestCluster, namespace: string, manifest: string): Promise<void> {
  const text = readFileSync(join(import.meta.dirname, "manifests", manifest), "utf8");
  return createManifests(cluster.api, namespace, text);
}

/** The row of an object on screen. */
export function row(page: Page, namespace: string, name: string): Locator {
  return page.locator(`[data-key="${namespace}/${name}"]`);
}

/** The rows whose name begins so. */
export function rows(page: Page, namespace: string, prefix: string): Locator {
  return page.locator(`[data-key^="${namespace}/${prefix}"]`);
}

/** The cell of one of kubectl's columns, named in lower case. */
export function cell(of: Locator, column: string): Locator {
  return of.locator(`[data-column="${column}"]`);
}

/** Notes each text a cell takes from now on, as it is shown; gives what reads the notes. */
export async function noteTexts(
  page: Page,
  key: string,
  column: string,
): Promise<() => Promise<string[]>> {
  const notes = await page.evaluateHandle((selector) => {
    const seen: string[] = [];
    new MutationObserver(() => {
      const text = document.querySelector(selector)?.textContent;
      if (text && seen.at(-1) !== text) seen.push(text);
    }).observe(document, { subtree: true, childList: true, characterData: true });
    return seen;
  }, `[data-key="${key}"] [data-column="${column}"]`);
  return () => notes.jsonValue();
}

/** Types a line where `:` leads, and presses Enter: no pointer touches anything. */
export async function typeLine(page: Page, text: string): Promise<void> {
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox", { name: "kubectl line" });
  await expect(field).toBeFocused();
  await page.keyboard.press("Control+a");
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
}

/** An age or duration as kubectl prints it, in seconds. */
export function secondsOf(text: string): number {
  const units: Record<string, number> = { y: 31_536_000, d: 86_400, h: 3600, m: 60, s: 1 };
  return [...text.matchAll(/(\d+)([ydhms])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ""] ?? Number.NaN),
    0,
  );
}

/**
 * Waits until a button of a dialog does what it says, by a press or by a key: what it will do is asked
 * first, and keys are the dialog's once it has the focus.
 */
export async function mayBePressed(dialog: Locator, name: string): Promise<void> {
  const button = dialog.getByRole("button", { name });
  await expect(button).toBeVisible();
  await expect(button).not.toHaveAttribute("aria-disabled", "true");
  await expect(dialog.locator(":focus")).toBeVisible();
}
