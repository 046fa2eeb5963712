import type { Page } from "@playwright/test";

/**
 * Collects what a page may never do: errors on the console (a CSP report is one), uncaught errors,
 * unhandled rejections. `allowed` names messages a test provokes on purpose. That Chromium breaks off
 * a request when a Pod's network device comes or goes on its own machine is none of the page's doing.
 */
export function collectFaults(page: Page, allowed: readonly RegExp[] = []): () => string[] {
  const faults: string[] = [];
  const note = (text: string) => {
    if (/net::ERR_NETWORK_CHANGED/.test(text)) return;
    if (!allowed.some((pattern) => pattern.test(text))) faults.push(text);
  };
  page.on("console", (message) => {
    if (message.type() === "error") note(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => note(`uncaught: ${error.message}`));
  return () => faults;
}
