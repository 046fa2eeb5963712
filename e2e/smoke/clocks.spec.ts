import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, type Page } from "@playwright/test";
import { logIn, startDashboard } from "../dashboard.ts";
import { expect, live, test } from "./fixtures.ts";
import { openProxy, type Treatment } from "./proxy.ts";

const minute = 60_000;
const at = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** The age of a row, in seconds; NaN for one that kubectl would not print. */
async function age(page: Page, key: string): Promise<number> {
  const text = await page.locator(`[data-key="${key}"] [data-column="age"]`).textContent();
  const [, minutes = "0", seconds = "0"] = /^(?:(\d+)m)?(?:(\d+)s)?$/.exec(text ?? "") ?? [];
  return text ? 60 * Number(minutes) + Number(seconds) : Number.NaN;
}

for (const [name, offset] of [
  ["ten minutes ahead", 10 * minute],
  ["ten minutes behind", -10 * minute],
] as const) {
  test(`R14: with a browser's clock ${name} ages are those of the cluster`, async ({
    page,
    api,
  }) => {
    api.apply("jobs", {
      metadata: { name: "aged", creationTimestamp: at(Date.now() - 70_000) },
    });
    await page.clock.install({ time: Date.now() + offset });
    await page.goto("/jobs?ns=default&q=aged");
    await live(page);
    await expect.poll(() => age(page, "default/aged")).toBeGreaterThanOrEqual(70);
    expect(await age(page, "default/aged")).toBeLessThan(130);
    api.remove("jobs", "default", "aged");
  });

  base(
    `R14: with the clock of Batchboard's machine ${name} ages are those of the cluster`,
    async ({ browser }) => {
      base.slow();
      const { ScriptedApiServer } = await import(
        "../../lib/kubernetes/testing/scripted-api-server.ts"
      );
      const api = await new ScriptedApiServer().listen();
      // To a machine that is ahead, its cluster is behind.
      const clusterNow = () => Date.now() - offset;
      const shifted: Treatment = (answer, response) => {
        const date = new Date(clusterNow()).toUTCString();
        response.writeHead(answer.statusCode ?? 502, { ...answer.headers, date });
        answer.pipe(response);
      };
      const proxy = await openProxy(api.url, shifted);
      const folder = mkdtempSync(join(tmpdir(), "batchboard-smoke-"));
      writeFileSync(join(folder, "config"), api.kubeconfig().replaceAll(api.url, proxy.origin));
      const dashboard = await startDashboard(["--kubeconfig", join(folder, "config")]);
      const context = await browser.newContext({ storageState: await logIn(browser, dashboard) });
      try {
        api.apply("jobs", {
          metadata: { name: "aged", creationTimestamp: at(clusterNow() - 70_000) },
        });
        const page = await context.newPage();
        await page.goto(`${dashboard.origin}/jobs?ns=default`);
        await live(page);
        await expect.poll(() => age(page, "default/aged")).toBeGreaterThanOrEqual(70);
        expect(await age(page, "default/aged")).toBeLessThan(130);
      } finally {
        await context.close();
        await dashboard.stop();
        proxy.close();
        await api.close();
        rmSync(folder, { recursive: true });
      }
    },
  );
}

test.describe("where summer time begins", () => {
  test.use({ timezoneId: "Europe/Berlin" });

  test("R14: ages go on as before", async ({ page, api }) => {
    api.apply("jobs", {
      metadata: { name: "aged", creationTimestamp: at(Date.now() - 70_000) },
    });
    // At 01:00 UTC the clocks there go from 2 to 3.
    await page.clock.install({ time: Date.parse("2026-03-29T00:59:50Z") });
    await page.goto("/jobs?ns=default&q=aged");
    await live(page);
    const hour = () => page.evaluate(() => new Date().getHours());
    expect(await hour()).toBe(1);
    const before = await age(page, "default/aged");
    await page.clock.runFor(15_000);
    expect(await hour()).toBe(3);
    await expect.poll(() => age(page, "default/aged")).toBeGreaterThan(before);
    expect(await age(page, "default/aged")).toBeLessThan(before + 60);
    api.remove("jobs", "default", "aged");
  });
});

test("R17: after an hour of sleep rows are marked before any click, then right by themselves", async ({
  page,
  api,
}) => {
  api.apply("jobs", { metadata: { name: "aged", creationTimestamp: at(Date.now() - 70_000) } });
  await page.clock.install({ time: Date.now() });
  await page.goto("/jobs?ns=default&q=aged");
  await live(page);
  await page.evaluate(() => {
    const root = document.querySelector("[data-state]");
    if (!root) throw new Error("there is no view");
    const seen: string[] = [];
    Object.assign(window, { seen });
    const note = () => {
      const marked = document.querySelector(".stale [data-key]") !== null;
      seen.push(`${root.getAttribute("data-state")}${marked ? ", marked" : ""}`);
    };
    new MutationObserver(note).observe(root, { attributes: true });
  });
  await page.clock.fastForward("01:00:00");
  api.apply("jobs", { metadata: { name: "aged" }, status: { active: 1 } });
  const seen = () => page.evaluate(() => (window as unknown as { seen: string[] }).seen);
  await expect.poll(async () => (await seen())[0]).toBe("offline, marked");
  await live(page);
  await expect(page.locator('[data-key="default/aged"] [data-column="status"]')).toHaveText(
    "Running",
  );
  // Here only the browser's clock went on: it is put right again with the first word of the server.
  expect(await age(page, "default/aged")).toBeLessThan(200);
  api.remove("jobs", "default", "aged");
});
