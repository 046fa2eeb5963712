import { Wiretap } from "../wiretap.ts";
import { expect, live, test } from "./fixtures.ts";

const secret = {
  env: "canary-env",
  args: "canary-args",
  command: "canary-command",
  header: "canary-header",
  hook: "canary-hook",
  init: "canary-init",
};
const secrets = Object.values(secret);
const applied = "canary-applied";

const metadata = (name: string) => ({
  name,
  namespace: "secretive",
  annotations: { "kubectl.kubernetes.io/last-applied-configuration": `{"x":"${applied}"}` },
});
const podSpec = {
  initContainers: [{ name: "before", image: "busybox", command: ["sh", "-c", secret.init] }],
  containers: [
    {
      name: "main",
      image: "busybox",
      command: ["sh", "-c", `login ${secret.command}`],
      args: ["--token", secret.args],
      env: [{ name: "TOKEN", value: secret.env }],
      readinessProbe: {
        httpGet: { path: "/", httpHeaders: [{ name: "Authorization", value: secret.header }] },
      },
      lifecycle: { preStop: { exec: { command: ["logout", secret.hook] } } },
    },
  ],
};

test("S26: no value that may be secret is sent to the browser before the click that asks for it", async ({
  browser,
  api,
  dashboard,
  loggedIn,
}) => {
  const template = { spec: podSpec };
  api.apply("cronjobs", {
    metadata: metadata("vault"),
    spec: { schedule: "@daily", jobTemplate: { spec: { template } } },
  });
  api.apply("jobs", { metadata: metadata("vault"), spec: { template } });
  api.apply("pods", { metadata: metadata("vault"), spec: podSpec, status: { phase: "Running" } });
  const wiretap = new Wiretap();
  const proxy = await wiretap.listen();
  const context = await browser.newContext({
    storageState: loggedIn,
    baseURL: dashboard.origin,
    proxy,
  });
  const carried = () => {
    const all = wiretap.exchanges.map(({ body }) => body).join("\n");
    return [...secrets, applied].filter((it) => all.includes(it));
  };
  try {
    for (const kind of ["cronjobs", "jobs", "pods"]) {
      const page = await context.newPage();
      await page.goto(`/${kind}`);
      await live(page);
      await expect(page.locator('[data-key="secretive/vault"]')).toBeVisible();
      await page.goto(`/${kind}/secretive/vault`);
      await live(page);
      await page.goto(`/${kind}/secretive/vault?yaml=1`);
      const yaml = page.getByRole("dialog").locator("pre");
      await expect(yaml).toContainText("name: vault");
      await expect(yaml).toContainText("<masked by Batchboard>");
      expect(carried(), kind).toEqual([]);

      await page.getByRole("button", { name: "Show values" }).click();
      for (const it of secrets) await expect(yaml).toContainText(it);
      // The wiretap would have told: this is what it is told now.
      expect(carried()).toEqual(secrets);
      wiretap.exchanges.length = 0;
      await page.close();
    }
  } finally {
    await context.close();
    await wiretap.close();
    for (const plural of ["cronjobs", "jobs", "pods"] as const) {
      api.remove(plural, "secretive", "vault");
    }
  }
});
