import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { certificates } from "../../lib/kubernetes/testing/certificates.ts";
import { ScriptedApiServer } from "../../lib/kubernetes/testing/scripted-api-server.ts";
import { logIn } from "../dashboard.ts";
import { expect, live, test } from "./fixtures.ts";
import { populate } from "./objects.ts";
import { withDashboard } from "./own-dashboard.ts";

const build = join(import.meta.dirname, "..", "..", ".next", "app-path-routes-manifest.json");
const routes: string[] = [
  ...Object.values(JSON.parse(readFileSync(build, "utf8")) as Record<string, string>),
  "/_next/image",
  "/healthz",
  "/readyz",
  "/metrics",
];

/** What a request may say: the names we read, and those that others have followed. */
const parameters =
  "namespace name kind view ns l q status sort pod uid container tail since after reveal retry context ask url uri next target to redirect server host proxy cluster kubeconfig callback src path _rsc".split(
    " ",
  );
const headers = [
  "x-forwarded-host",
  "x-forwarded-for",
  "x-forwarded-uri",
  "x-original-url",
  "x-rewrite-url",
  "x-middleware-rewrite",
  "x-matched-path",
  "forwarded",
  "referer",
  "last-event-id",
  "next-url",
  "next-router-state-tree",
];

test("S28: an address in whatever parameter, header or body is asked for by nobody", async ({
  dashboard,
  loggedIn,
}) => {
  test.slow();
  let heard = 0;
  const listener = createServer((socket) => {
    heard += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const canary = `http://127.0.0.1:${(listener.address() as { port: number }).port}/canary`;
  const cookie = loggedIn.cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const ask = async (path: string, init: RequestInit = {}) => {
    const stop = new AbortController();
    const response = await fetch(dashboard.origin + path, {
      redirect: "manual",
      ...init,
      headers: { cookie, ...(init.headers as Record<string, string>) },
      signal: stop.signal,
    });
    stop.abort();
    return response.status;
  };
  const base: Record<string, string> = {
    view: "jobs",
    kind: "job",
    namespace: "shop",
    name: "nightly-29924640",
    pod: "nightly-29924640-x7k2p",
  };
  try {
    for (const route of routes) {
      const path = route.replace("[namespace]", "shop").replace("[name]", "nightly-29924640");
      const valid = new URLSearchParams(base);
      for (const name of parameters) {
        const query = new URLSearchParams({ ...base, [name]: canary });
        const status = await ask(`${path}?${query}`);
        // The framework's own page for an error says that there is one.
        if (route !== "/_global-error") expect(status, `${path} ${name}`).toBeLessThan(500);
      }
      await ask(`${path}?${valid}`, {
        headers: Object.fromEntries(headers.map((name) => [name, canary])),
      });
      await ask(`${path}/${encodeURIComponent(canary)}`);
    }
    const target = { namespace: canary, name: canary, uid: canary };
    const actions = [
      { action: "suspend", resource: "jobs", target },
      { action: "suspend", resource: "jobs", target: { ...target, namespace: "shop" } },
      { action: "delete", resource: "jobs", target, cascade: "background", key: canary },
      { action: canary, resource: canary, target: canary, url: canary, server: canary },
    ];
    const manifest = { apiVersion: canary, kind: "Job", metadata: { name: canary } };
    const creation = { namespace: "shop", key: "abcdefgh", dryRun: false };
    for (const [path, body] of [
      ...actions.map((it) => ["/api/actions", it] as const),
      ...actions.map((it) => ["/api/actions/plan", it] as const),
      ["/api/creations", { ...creation, yaml: JSON.stringify(manifest) }] as const,
      ["/api/creations", { ...creation, yaml: canary, namespace: canary }] as const,
    ]) {
      await ask(path, {
        method: "POST",
        body: JSON.stringify(body),
        headers: { "content-type": "application/json", "x-batchboard-action": "1" },
      });
    }
    expect(heard).toBe(0);
    await fetch(canary).catch(() => {});
    expect(heard).toBe(1);
  } finally {
    listener.close();
  }
});

test("S28: a cluster whose certificate is not verified is told of at the start and on each page", async ({
  browser,
}) => {
  const api = await new ScriptedApiServer({ tls: certificates.server }).listen();
  populate(api);
  const kubeconfig = JSON.parse(api.kubeconfig());
  kubeconfig.clusters[0].cluster["insecure-skip-tls-verify"] = true;
  try {
    await withDashboard(JSON.stringify(kubeconfig), [], async (dashboard) => {
      expect(dashboard.stderr()).toMatch(/certificate .* is not verified/);
      const storageState = await logIn(browser, dashboard);
      const context = await browser.newContext({ storageState, baseURL: dashboard.origin });
      const page = await context.newPage();
      for (const path of ["/cronjobs", "/jobs/default/broken"]) {
        await page.goto(path);
        await live(page);
        await expect(page.getByRole("banner").getByText("TLS not verified")).toBeVisible();
      }
      await page.setViewportSize({ width: 390, height: 844 });
      await expect(page.getByRole("banner").getByText("TLS not verified")).toBeVisible();
      await context.close();
    });
    // One whose certificate is of an authority we know is nothing to warn of.
    const trusted = JSON.parse(api.kubeconfig());
    const ca = Buffer.from(certificates.ca).toString("base64");
    trusted.clusters[0].cluster["certificate-authority-data"] = ca;
    await withDashboard(JSON.stringify(trusted), [], async (dashboard) => {
      expect(dashboard.stderr()).toBe("");
    });
  } finally {
    await api.close();
  }
});
