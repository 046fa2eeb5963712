import type { Page } from "@playwright/test";
import {
  hostileEvent,
  hostileNames,
  hostileObject,
  hostileTexts,
  unseenCharacters,
} from "../../lib/kubernetes/testing/hostile-objects.ts";
import { ScriptedApiServer } from "../../lib/kubernetes/testing/scripted-api-server.ts";
import { logIn } from "../dashboard.ts";
import { collectFaults } from "../page-faults.ts";
import { expect, live, ownFaults, test } from "./fixtures.ts";
import { withDashboard } from "./own-dashboard.ts";

const namespace = "hostile";
const kinds = { cronjobs: "CronJob", jobs: "Job", pods: "Pod" } as const;

/** One of each kind for each thing that can be wrong with it, its events and log too, and one that is right. */
function populateHostile(api: ScriptedApiServer): void {
  api.apply("namespaces", { metadata: { name: namespace } });
  for (const [plural, kind] of Object.entries(kinds) as [keyof typeof kinds, string][]) {
    for (const name of hostileNames) {
      const object = api.apply(plural, hostileObject(plural, name, namespace));
      for (const [what, text] of Object.entries(hostileTexts)) {
        api.apply("events", hostileEvent(text, `${plural}-${name}-${what}`, object, kind));
      }
    }
  }
  const lines = Object.values(hostileTexts).map((text) => `2026-03-10T12:00:00.000000000Z ${text}`);
  for (const name of hostileNames) api.writeLog(namespace, name, "main", lines, true);
  const spec = { containers: [{ name: "main", image: "busybox" }] };
  const metadata = { name: "upright", namespace };
  api.apply("cronjobs", {
    metadata,
    spec: { schedule: "@daily", suspend: false, jobTemplate: { spec: { template: { spec } } } },
  });
  api.apply("jobs", { metadata, spec: { completions: 3, template: { spec } } });
  api.apply("pods", { metadata, spec, status: { phase: "Running", podIP: "10.9.8.7" } });
}

/** What text of the cluster has become in a page beside text, as sentences. */
function harm(page: Page): Promise<string[]> {
  return page.evaluate((unseen) => {
    const made = "x-hostile, img, iframe, object, embed, [onerror], [onload], [srcdoc]";
    const elements = [...document.querySelectorAll(made)].map(({ outerHTML }) => outerHTML);
    const links = [...document.querySelectorAll<HTMLAnchorElement>("a[href]")]
      .filter(({ origin }) => origin !== location.origin)
      .map(({ href }) => `a link to ${href}`);
    const attributes = [...document.querySelectorAll("[title], [aria-label]")].map(
      (it) => `${it.getAttribute("title")} ${it.getAttribute("aria-label")}`,
    );
    // biome-ignore lint/performance/useDomNodeTextContent: scripts and styles are not read by anybody
    const text = [document.title, document.body.innerText, ...attributes].join("\n");
    const hidden = unseen
      .filter((it) => text.includes(it))
      .map((it) => {
        const at = text.indexOf(it);
        return `U+${it.codePointAt(0)?.toString(16)} after ${text.slice(Math.max(0, at - 40), at)}`;
      });
    const ran = "pwned" in window ? ["a script ran"] : [];
    const polluted = "polluted" in {} ? ["a prototype was changed"] : [];
    return [...elements, ...links, ...hidden, ...ran, ...polluted];
  }, unseenCharacters);
}

/** The cell by which the object that is right is known. */
const uprightCells = {
  cronjobs: ["schedule", "@daily"],
  jobs: ["completions", "0/3"],
  pods: ["status", "Running"],
} as const;

/** What leaves a Pod's containers their names, without which there is no log to ask for. */
const leavesNames = ["huge", "negative", "keys", "many-labels", "1.5mb"];

for (const plural of Object.keys(kinds) as (keyof typeof kinds)[]) {
  test(`S21, S24, S25: whatever ${plural} hold in whatever field, each page is of use, other rows are as they were, and texts stay text`, async ({
    browser,
  }) => {
    test.slow();
    const api = await new ScriptedApiServer().listen();
    populateHostile(api);
    try {
      await withDashboard(api.kubeconfig(namespace), [], async (dashboard) => {
        const storageState = await logIn(browser, dashboard);
        const context = await browser.newContext({ storageState, baseURL: dashboard.origin });
        const page = await context.newPage();
        const faults = collectFaults(page);
        const opened: string[] = [];
        page.on("dialog", (dialog) => {
          opened.push(dialog.message());
          void dialog.dismiss();
        });
        context.on("page", (other) => opened.push(other.url()));
        const harmless = async (path: string) => {
          expect.soft(await harm(page), path).toEqual([]);
          // A container's name that is none cannot be asked for a log.
          expect.soft(ownFaults(faults), path).toEqual([]);
          expect.soft(opened.splice(0), path).toEqual([]);
        };
        for (const path of [`/${plural}`, `/${plural}?wide=1&sort=-age`, `/${plural}?q=uprig`]) {
          await page.goto(path);
          await live(page);
          const row = page.locator(`[data-key="${namespace}/upright"]`);
          const [column, cell] = uprightCells[plural];
          await expect(row.locator(`[data-column="${column}"]`)).toHaveText(cell);
          const shown = path.endsWith("q=uprig") ? 1 : hostileNames.length + 1;
          await expect(page.locator("[data-key]")).toHaveCount(shown);
          await harmless(path);
        }
        for (const name of hostileNames) {
          const path = `/${plural}/${namespace}/${name}`;
          await page.goto(path);
          await live(page);
          await expect(page.getByRole("heading", { name }).first()).toBeVisible();
          if (plural === "pods" && leavesNames.includes(name)) {
            await expect(page.getByRole("log")).toContainText("onerror");
          }
          await harmless(path);
          await page.keyboard.press("y");
          const yaml = page.getByRole("dialog").locator("pre");
          await expect(yaml).toContainText(`name: ${name}`);
          await harmless(`${path}?yaml=1`);
        }
        expect((await fetch(`${dashboard.origin}/healthz`)).status).toBe(200);
        expect(dashboard.stderr().replace(/^For another browser: .*\n/gm, "")).toBe("");
        // What is looked for is found where it is: as markup, the text does become elements.
        await page.evaluate((text) => {
          document.body.insertAdjacentHTML("beforeend", text);
        }, Object.values(hostileTexts).join(""));
        expect((await harm(page)).length).toBeGreaterThan(8);
        await context.close();
      });
    } finally {
      await api.close();
    }
  });
}
