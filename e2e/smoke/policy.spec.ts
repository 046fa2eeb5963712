import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, live, ownFaults, test } from "./fixtures.ts";
import { lists, objects } from "./objects.ts";

test("S20: no page, dialog, menu or message violates the policy it is sent with", async ({
  page,
  api,
  faults,
}) => {
  test.slow();
  const violations: string[] = [];
  await page.exposeFunction("violated", (what: string) => violations.push(what));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
      const { violated } = window as unknown as { violated: (what: string) => void };
      violated(`${location.pathname}: ${violatedDirective} ${blockedURI}`);
    });
  });
  for (const path of lists) {
    await page.goto(path);
    await live(page);
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await page.keyboard.press("n");
    await expect(page.getByRole("option", { name: "shop" })).toBeVisible();
    await page.keyboard.press("Escape");
  }
  for (const path of objects) {
    await page.goto(`${path}?yaml=1`);
    await expect(page.getByRole("dialog").locator("pre")).toContainText("name:");
  }
  await page.goto("/pods/shop/nightly-29924640-x7k2p?find=job&wrap=1&ts=local");
  await expect(page.getByRole("log").locator("mark").first()).toBeVisible();
  for (const path of ["/nowhere", "/jobs/default/never-was", "/jobs?l=a%20b%20c"]) {
    await page.goto(path);
    await expect(page.getByRole("link").first()).toBeVisible();
  }
  // A refusal is a message that comes and goes.
  const refused = { status: 403, reason: "Forbidden", message: "change freeze" };
  const allow = api.fault(({ method }) => method === "PATCH", refused);
  await page.goto("/cronjobs");
  const row = page.locator('[data-key="default/paused"]');
  await row.hover();
  await row.getByRole("button", { name: /resume/i }).click();
  await expect(page.getByText("change freeze").first()).toBeVisible();
  allow();
  // And of who has no session.
  await page.context().clearCookies();
  await page.goto("/jobs");
  await expect(page.getByText(/Open the link/)).toBeVisible();
  expect(violations).toEqual([]);
  // That it would be told: what no page of ours does is done now.
  await page.evaluate(() => document.body.append(document.createElement("script")));
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.pwned = 1";
    document.body.append(script);
  });
  await expect.poll(() => violations).toEqual(["/jobs: script-src-elem inline"]);
  expect(ownFaults(faults).filter((fault) => !/script-src|inline/.test(fault))).toEqual([]);
});

const build = join(import.meta.dirname, "..", "..", ".next");
const manifest = (name: string) => JSON.parse(readFileSync(join(build, `${name}.json`), "utf8"));

test("S27: no page is made at build time, and no answer of any route may be kept", async ({
  dashboard,
  loggedIn,
}) => {
  // The framework's own page for an error nobody foresaw holds nothing of anybody.
  const { routes, dynamicRoutes } = manifest("prerender-manifest");
  expect(Object.keys(routes)).toEqual(["/_global-error"]);
  expect(dynamicRoutes).toEqual({});
  const known: string[] = Object.values(manifest("app-path-routes-manifest"));
  expect(known.length).toBeGreaterThan(12);

  const cookie = loggedIn.cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const ask = async (
    path: string,
    headers: Record<string, string> = {},
    redirect: RequestRedirect = "follow",
  ) => {
    const stop = new AbortController();
    const response = await fetch(dashboard.origin + path, {
      headers: { cookie, ...headers },
      redirect,
      signal: stop.signal,
    });
    // A stream has no end to wait for.
    const isStream = response.headers.get("content-type")?.startsWith("text/event-stream");
    const text = isStream ? "" : await response.text();
    stop.abort();
    return { response, text };
  };
  const full = (route: string) =>
    route.replace("[namespace]", "default").replace("[name]", "broken");
  const queries = [
    "",
    "?view=jobs",
    "?namespace=default&of=pod%2Fx",
    "?kind=job&namespace=default&name=broken",
  ];
  for (const route of known) {
    for (const query of queries) {
      const { response } = await ask(full(route) + query, {}, "manual");
      const { status, headers } = response;
      expect(headers.get("cache-control"), `${route} ${status}`).toMatch(/^no-store\b/);
      if (route === "/_global-error") continue;
      expect(headers.get("x-nextjs-cache"), route).toBeNull();
      expect(headers.get("x-nextjs-prerender"), route).toBeNull();
    }
  }
  for (const route of known.filter((it) => !/^\/(api|_)/.test(it) && it !== "/")) {
    for (const headers of [{}, { RSC: "1" }] as Record<string, string>[]) {
      const [first, second] = [await ask(full(route), headers), await ask(full(route), headers)];
      expect(first.response.status, route).toBe(200);
      expect(first.response.headers.get("cache-control")).toMatch(/^no-store\b/);
      const nonce = ({ response }: typeof first) =>
        response.headers.get("content-security-policy")?.match(/'nonce-([^']+)'/)?.[1] ?? "none";
      expect(nonce(first)).not.toBe(nonce(second));
      // The page was made for this very answer: its scripts carry the answer's own nonce.
      if (!("RSC" in headers)) expect(first.text).toContain(nonce(first));
    }
  }
});
