import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import { loadKubeconfig } from "#lib/kubernetes/kubeconfig";
import { FaultProxy } from "#lib/kubernetes/testing/fault-proxy";
import { systemClock } from "#lib/time/clock";
import {
  type ClusterTestFixtures,
  type ClusterWorkerFixtures,
  clusterFixtures,
} from "../cluster/fixtures.ts";
import { type RunningDashboard, startDashboard } from "../dashboard.ts";
import { collectFaults } from "../page-faults.ts";
import { type FaultView, held } from "./held.ts";
import { cells, drawn, tall } from "./screen.ts";
import { Tab } from "./tab.ts";

interface TestFixtures extends ClusterTestFixtures {
  /** Before the cluster's API server; who brings no token goes as its administrator. */
  faultProxy: FaultProxy;
  /** A folder for the files of a test. */
  folder: string;
  /** Starts a Batchboard on a kubeconfig of this text, until the test ends. */
  serve: (kubeconfig: string) => Promise<RunningDashboard>;
  /** Opens the page's list of a namespace, and a second reader of all it is sent. */
  watch: (dashboard: RunningDashboard, namespace: string, view?: FaultView) => Promise<Tab>;
}

/**
 * A test of the built Batchboard on a cluster that is broken on purpose. It fails on any console
 * error, CSP report or uncaught error of the page.
 */
export const test = base.extend<TestFixtures, ClusterWorkerFixtures>({
  ...clusterFixtures,
  viewport: tall,
  faultProxy: async ({ cluster }, use) => {
    const credential = loadKubeconfig({ kubeconfig: cluster.kubeconfig, clock: systemClock });
    const proxy = await new FaultProxy(
      credential.server.href,
      await credential.authenticate(),
    ).listen();
    await use(proxy);
    await proxy.close();
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from its first parameter
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), "batchboard-faults-"));
    await use(folder);
    rmSync(folder, { recursive: true });
  },
  serve: async ({ folder }, use) => {
    const running: RunningDashboard[] = [];
    await use(async (kubeconfig) => {
      const file = join(folder, `kubeconfig-${running.length}`);
      writeFileSync(file, kubeconfig, { mode: 0o600 });
      const dashboard = await startDashboard(["--kubeconfig", file]);
      running.push(dashboard);
      return dashboard;
    });
    for (const dashboard of running) await dashboard.stop();
  },
  watch: async ({ page, context }, use) => {
    const faults = collectFaults(page);
    const tabs: Tab[] = [];
    await use(async ({ link, origin }, namespace, view = "jobs") => {
      await page.goto(link);
      await page.goto(`${origin}/${view}?ns=${namespace}`);
      const cookie = await cookieOf(context);
      const tab = new Tab({ origin, cookie: () => cookie, namespace, view });
      tabs.push(tab);
      await expect(live(page)).toBeVisible();
      await expect.poll(() => tab.state).toBe("live");
      return tab;
    });
    for (const tab of tabs) await tab.close();
    expect(tabs.flatMap(({ broken }) => broken)).toEqual([]);
    expect(faults()).toEqual([]);
  },
});

export { expect };

export const live = (page: Page) => page.locator('[data-state="live"]').first();
export const forbidden = (page: Page) => page.locator('[data-state="forbidden"]').first();
export const stale = (page: Page) => page.locator('[data-state="stale"]').first();

/** Waits until stream and screen have, by uid, just what the API server holds of the Jobs. */
export async function expectSame(
  { page, tab }: { page: Page; tab: Tab },
  {
    cluster,
    namespace,
  }: Pick<ClusterTestFixtures & ClusterWorkerFixtures, "cluster" | "namespace">,
): Promise<void> {
  const differences = async () => {
    const rows = await held(cluster.api, namespace);
    return {
      streamed: differing(rows, tab.held),
      onScreen: differing(cells(rows), await drawn(page)),
    };
  };
  await expect.poll(differences, { timeout: 60_000 }).toEqual({ streamed: [], onScreen: [] });
}

/** The keys under which two do not hold the same. */
function differing(one: Record<string, unknown>, other: Record<string, unknown>): string[] {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys]
    .filter((key) => !isDeepStrictEqual(one[key], other[key]))
    .map((key) => `${JSON.stringify(one[key])} is shown as ${JSON.stringify(other[key])}`);
}

async function cookieOf(context: BrowserContext): Promise<string> {
  return (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
}
