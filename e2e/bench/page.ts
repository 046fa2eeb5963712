import { type Browser, chromium, type Page } from "@playwright/test";
import playwrightConfig from "../../playwright.config.ts";
import { addTimer } from "./page-timer.ts";
import type { Stage } from "./stage.ts";

export function openBrowser(): Promise<Browser> {
  return chromium.launch(playwrightConfig.use?.launchOptions ?? {});
}

/** A page that is logged in. */
export async function openPage(browser: Browser, origin: string, cookie: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const [name = "", value = ""] = cookie.split("=");
  await context.addCookies([{ name, value, url: origin }]);
  return context.newPage();
}

/**
 * A page of its own with all Jobs on screen, and its timer. Who measures in rounds opens one for each:
 * in a page that was reloaded, what the one before has left is cleared away meanwhile.
 */
export async function openJobs(browser: Browser, stage: Stage, count: number): Promise<Page> {
  const { dashboard, cookie } = stage;
  const page = await openPage(browser, dashboard.origin, cookie);
  await page.goto(`${dashboard.origin}/jobs?ns=*`);
  await page.getByText(`${count} of ${count}`).waitFor({ timeout: 120_000 });
  await addTimer(page);
  return page;
}
