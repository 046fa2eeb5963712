import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import type { RunningDashboard } from "../dashboard.ts";
import { accessibilityFaults, expect, live, outOfReach, test } from "./fixtures.ts";

/** What a proxy does with an answer; it writes, or ends, the response itself. */
type Treatment = (answer: IncomingMessage, response: ServerResponse) => void;

/** Hands on nothing of an answer before all of it is there. */
const buffer: Treatment = (answer, response) => {
  const chunks: Buffer[] = [];
  answer.on("data", (chunk: Buffer) => chunks.push(chunk));
  answer.on("end", () => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    response.end(Buffer.concat(chunks));
  });
};

/** Lets no answer last longer. */
const cutAfter =
  (ms: number): Treatment =>
  (answer, response) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
    const timer = setTimeout(() => response.destroy(), ms);
    response.once("close", () => clearTimeout(timer));
  };

/** A proxy before a Batchboard, on a port of its own. */
async function openProxy(dashboard: RunningDashboard, treatment: { current: Treatment }) {
  const { hostname, port, host } = new URL(dashboard.origin);
  const asked: string[] = [];
  const server = createServer((incoming, response) => {
    const { method, url = "", headers } = incoming;
    asked.push(url);
    // As a proxy that keeps the names it is asked by would be set up.
    const origin = headers.origin === undefined ? {} : { origin: dashboard.origin };
    const passed = { ...headers, host, ...origin };
    const options = { hostname, port, method, path: url, headers: passed };
    const outgoing = request(options, (answer) => {
      answer.once("error", () => response.destroy());
      treatment.current(answer, response);
    });
    outgoing.once("error", () => response.destroy());
    response.once("close", () => outgoing.destroy());
    incoming.pipe(outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, hostname, resolve));
  return {
    origin: `http://${hostname}:${(server.address() as AddressInfo).port}`,
    /** How often a path of the API was asked, by a part of its query. */
    asked: (part: string) => asked.filter((url) => url.includes(part)).length,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Notes every state the view is in from now on. */
async function noteStates(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const root = document.querySelector("[data-state]");
    if (!root) throw new Error("there is no view");
    const seen: string[] = [];
    Object.assign(window, { seenStates: seen });
    new MutationObserver(() => seen.push(root.getAttribute("data-state") ?? "")).observe(root, {
      attributes: true,
      attributeFilter: ["data-state"],
    });
  });
  return () => page.evaluate(() => (window as unknown as { seenStates: string[] }).seenStates);
}

test("R18: behind a proxy that cuts every stream the view stays live, without a flicker", async ({
  page,
  api,
  dashboard,
  faults,
}) => {
  test.slow();
  const proxy = await openProxy(dashboard, { current: cutAfter(10_000) });
  try {
    await page.goto(`${proxy.origin}/jobs?ns=default`);
    await live(page);
    const states = await noteStates(page);
    const row = page.locator('[data-key="default/busy"]');
    await row.evaluate((element) => element.setAttribute("data-same", ""));
    await expect.poll(() => proxy.asked("view=jobs"), { timeout: 60_000 }).toBeGreaterThan(3);
    api.apply("jobs", { metadata: { name: "after-the-cuts" }, spec: {} });
    await expect(page.locator('[data-key="default/after-the-cuts"]')).toBeVisible();
    expect(await states()).toEqual([]);
    await expect(row).toHaveAttribute("data-same");
  } finally {
    api.remove("jobs", "default", "after-the-cuts");
    await page.goto("about:blank");
    proxy.close();
    // The browser puts every cut on the console.
    faults().splice(0);
  }
});

test("R18: behind a proxy that holds streams back the view polls, says so, and streams when it can", async ({
  page,
  api,
  dashboard,
}) => {
  test.slow();
  const treatment = { current: buffer };
  const proxy = await openProxy(dashboard, treatment);
  try {
    await page.goto(`${proxy.origin}/jobs?ns=default`);
    const view = page.locator("[data-state]").first();
    await expect(view).toHaveAttribute("data-state", "polling", { timeout: 40_000 });
    await expect(page.locator('[data-key="default/busy"]')).toBeVisible();
    await expect(page.getByText("polling", { exact: true })).toBeVisible();
    await expect(page.getByRole("status").first()).toHaveText(/every 5 seconds/);
    expect(await accessibilityFaults(page)).toEqual([]);
    api.apply("jobs", { metadata: { name: "polled" }, spec: {} });
    await expect(page.locator('[data-key="default/polled"]')).toBeVisible();
    await expect(view).toHaveAttribute("data-state", "polling");

    treatment.current = cutAfter(600_000);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await outOfReach(page)).toEqual([]);
    await page.getByRole("button", { name: "Try a stream" }).click();
    await expect(view).toHaveAttribute("data-state", "live");
  } finally {
    api.remove("jobs", "default", "polled");
    await page.goto("about:blank");
    proxy.close();
  }
});
