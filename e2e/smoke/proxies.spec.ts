import type { Page } from "@playwright/test";
import { accessibilityFaults, expect, live, outOfReach, test } from "./fixtures.ts";
import { openProxy, pass, type Treatment } from "./proxy.ts";

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
    pass(answer, response);
    const timer = setTimeout(() => response.destroy(), ms);
    response.once("close", () => clearTimeout(timer));
  };

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
  const proxy = await openProxy(dashboard.origin, cutAfter(10_000));
  try {
    await page.goto(`${proxy.origin}/jobs?ns=default`);
    await live(page);
    const states = await noteStates(page);
    const row = page.locator('[data-key="default/busy"]');
    await row.evaluate((element) => element.setAttribute("data-same", ""));
    const streams = () => proxy.asked.filter((url) => url.includes("view=jobs")).length;
    await expect.poll(streams, { timeout: 60_000 }).toBeGreaterThan(3);
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
  const proxy = await openProxy(dashboard.origin, buffer);
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

    proxy.treatment = pass;
    await page.setViewportSize({ width: 390, height: 844 });
    await expect.poll(() => outOfReach(page)).toEqual([]);
    await page.getByRole("button", { name: "Try a stream" }).click();
    await expect(view).toHaveAttribute("data-state", "live");
  } finally {
    api.remove("jobs", "default", "polled");
    await page.goto("about:blank");
    proxy.close();
  }
});

test("R18: behind a proxy that holds streams back a log is polled, each line once, and said to be", async ({
  page,
  api,
  dashboard,
}) => {
  test.slow();
  const write = (second: number) =>
    api.writeLog("default", "talker", "main", [
      `2026-03-10T12:00:0${second}.000000000Z line ${second}`,
    ]);
  api.apply("pods", {
    metadata: { name: "talker", uid: "talker-uid" },
    spec: { containers: [{ name: "main", image: "busybox" }] },
    status: {
      phase: "Running",
      containerStatuses: [
        {
          name: "main",
          restartCount: 0,
          state: { running: { startedAt: "2026-03-10T11:59:00Z" } },
          lastState: {},
        },
      ],
    },
  });
  write(1);
  const proxy = await openProxy(dashboard.origin, buffer);
  try {
    await page.goto(`${proxy.origin}/logs/default?of=pod/talker`);
    const lines = page.getByRole("log").locator("[data-time]");
    // The page comes with the line; the stream is waited for all the same.
    await expect(page.locator("[data-log-state]")).toHaveAttribute("data-log-state", "polling", {
      timeout: 60_000,
    });
    await expect(lines).toHaveText([/line 1$/]);
    await expect(page.getByText(/Streams are held back on the way/)).toBeVisible();
    expect(await accessibilityFaults(page)).toEqual([]);
    write(2);
    await expect(lines).toHaveText([/line 1$/, /line 2$/], { timeout: 30_000 });
  } finally {
    api.remove("pods", "default", "talker");
    await page.goto("about:blank");
    proxy.close();
  }
});
