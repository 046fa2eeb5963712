import type { BrowserContext, Page } from "@playwright/test";
import { ScriptedApiServer } from "../../lib/kubernetes/testing/scripted-api-server.ts";
import { type Exchange, Wiretap } from "../wiretap.ts";
import { expect, live, test } from "./fixtures.ts";
import { lists, objects, populate } from "./objects.ts";
import { withDashboard } from "./own-dashboard.ts";

const token = "canary-credential-7f3a9c";
/** An API server that tells what it was sent. */
const echo = `echo of authorization: Bearer ${token} (${token})`;

/** What a page holds beside what it was sent: its markup, its stores, its address and its history. */
async function held(page: Page): Promise<string> {
  const network = await page.context().newCDPSession(page);
  const { entries } = await network.send("Page.getNavigationHistory");
  await network.detach();
  const stores = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state]),
  );
  const visited = entries.map(({ url }) => url);
  return [page.url(), ...visited, stores, await page.content()].join("\n");
}

/** All that went over the wire but the two headers that a session is made of. */
function carried({ url, sent, received, body }: Exchange): string {
  const { cookie: _sent, ...asked } = sent;
  const { "set-cookie": _given, ...answered } = received;
  return [url, JSON.stringify(asked), JSON.stringify(answered), body].join("\n");
}

test("S17, S15: neither the kubeconfig's token, nor the link's key, nor the session is in any page, answer, store, address, history, referer, log or metric", async ({
  browser,
}) => {
  test.slow();
  const api = await new ScriptedApiServer().listen();
  populate(api);
  const wiretap = new Wiretap();
  const proxy = await wiretap.listen();
  const flags = ["--log-level=debug", "--log-format=json"];
  let context: BrowserContext | null = null;
  try {
    await withDashboard(api.kubeconfig("default", token), flags, async (dashboard) => {
      context = await browser.newContext({ baseURL: dashboard.origin, proxy });
      const page = await context.newPage();
      const heard: string[] = [];
      page.on("console", (message) => heard.push(message.text()));
      page.on("pageerror", (error) => heard.push(String(error.stack)));
      const pages: string[] = [];
      const visit = async (path: string, shown: () => Promise<unknown>) => {
        await page.goto(path);
        await shown();
        pages.push(await held(page));
      };

      await page.goto(dashboard.link);
      await live(page);
      pages.push(await held(page));
      // Whoever comes back to this browser finds no link in it either.
      await page.goto("/jobs");
      await page.goBack();
      await live(page);
      pages.push(await held(page));
      for (const path of lists) await visit(path, () => live(page));
      for (const path of objects) {
        await visit(path, () => live(page));
        await visit(`${path}?yaml=1`, async () => {
          await page.getByRole("button", { name: "Show values" }).click();
          await expect(page.getByRole("dialog").locator("pre")).toContainText("name:");
        });
      }

      // From here on every answer repeats what was asked with.
      const refuse = (status: number, reason: string) => ({ status, reason, message: echo });
      const told = () => wiretap.exchanges.filter(({ body }) => body.includes("echo of")).length;
      await page.goto("/cronjobs");
      await live(page);
      api.fault(({ method }) => method === "PATCH", refuse(403, "Forbidden"));
      const row = page.locator('[data-key="shop/nightly"]');
      await row.hover();
      await row.getByRole("button", { name: /suspend/i }).click();
      await expect(page.getByText("echo of").first()).toBeVisible();
      pages.push(await held(page));
      for (const [status, reason, paths] of [
        [403, "Forbidden", [...lists, ...objects, ...objects.map((it) => `${it}?yaml=1`)]],
        [401, "Unauthorized", ["/jobs", "/jobs/default/broken?yaml=1"]],
        [500, "InternalError", ["/jobs", "/jobs/default/broken?yaml=1"]],
      ] as const) {
        api.heal();
        api.fault(({ path }) => path !== "/version", refuse(status, reason));
        for (const plural of ["cronjobs", "jobs", "pods"] as const) {
          const object = { kind: "Status", code: status, reason, message: echo };
          api.inject(plural, `${JSON.stringify({ type: "ERROR", object })}\n`, "end");
        }
        api.cutLogs();
        for (const path of paths) {
          const before = told();
          await visit(path, () => expect.poll(told, path).toBeGreaterThan(before));
        }
      }

      const cookies = await context.cookies();
      const session = cookies.find(({ name }) => name.startsWith("batchboard-"))?.value ?? "";
      const key = new URL(dashboard.link).searchParams.get("key") ?? "";
      expect(Math.min(key.length, session.length)).toBeGreaterThan(40);
      const [opened, ...others] = wiretap.exchanges;
      expect(opened?.url).toBe(dashboard.link);
      // The one address that may hold the key is the link itself.
      const wire = [{ ...(opened as Exchange), url: "" }, ...others].map(carried);
      const metrics = await (await fetch(`${dashboard.origin}/metrics`)).text();
      const ready = await (await fetch(`${dashboard.origin}/readyz?verbose`)).text();
      const places = { wire, pages, heard, log: [dashboard.stderr()], probes: [metrics, ready] };
      for (const [place, texts] of Object.entries(places)) {
        for (const [name, secret] of Object.entries({ token, key, session })) {
          const found = texts.filter((text) => text.includes(secret)).map((it) => it.slice(0, 80));
          expect.soft(found, `${name} in ${place}`).toEqual([]);
        }
      }
      expect.soft(wiretap.exchanges.flatMap(({ sent }) => sent.referer ?? [])).toEqual([]);
      // What was looked for would have been found: the credential was used, and the log was kept.
      expect(api.requests.at(-1)?.headers.authorization).toBe(`Bearer ${token}`);
      expect(dashboard.stderr()).toContain('"route":"/api/watch"');
    });
  } finally {
    await (context as BrowserContext | null)?.close();
    await wiretap.close();
    await api.close();
  }
});
