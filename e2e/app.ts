import { test as base, expect } from "@playwright/test";
import { type LoggedIn, logIn, type RunningDashboard } from "./dashboard.ts";
import { collectFaults } from "./page-faults.ts";

interface Fixtures {
  /** What a test provokes on purpose, be it told of late: no fault of the page. */
  provoked: RegExp | null;
  faults: () => string[];
}

interface WorkerFixtures {
  /** The Batchboard under test; whoever extends this test says which. */
  dashboard: RunningDashboard;
  loggedIn: LoggedIn;
}

/**
 * A test whose pages are logged in to a Batchboard. It fails on any console error, CSP report or
 * uncaught error of the page.
 */
export const test = base.extend<Fixtures, WorkerFixtures>({
  dashboard: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from its first parameter
    async ({}, _use) => {
      throw new Error("extend this test with a dashboard");
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
  provoked: [null, { option: true }],
  faults: [
    async ({ page, provoked }, use) => {
      const faults = collectFaults(page, provoked ? [provoked] : []);
      await use(faults);
      expect(faults()).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
