import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { parseAllDocuments } from "yaml";
import { ScriptedApiServer } from "../../lib/kubernetes/testing/scripted-api-server.ts";
import { startDashboard } from "../dashboard.ts";
import { collectFaults } from "../page-faults.ts";
import { accessibilityFaults } from "./fixtures.ts";
import { populate } from "./objects.ts";

const message =
  'pods is forbidden: User "tester" cannot list resource "pods" in API group "" in the namespace "default"';

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

test("R6: who may list in one namespace only works there, and is told what is missing elsewhere", async ({
  page,
}) => {
  test.slow();
  const api = await new ScriptedApiServer().listen();
  populate(api);
  api.allows = ({ namespace }) => namespace !== "";
  const everywhere = ({ path }: { path: string }) =>
    !path.includes("/namespaces/") && /\/(cronjobs|jobs|pods|namespaces)$/.test(path);
  api.fault(everywhere, { status: 403, reason: "Forbidden", message: "not at the cluster scope" });
  const podsOfDefault = ({ path }: { path: string }) => path === "/api/v1/namespaces/default/pods";
  api.fault(podsOfDefault, { status: 403, reason: "Forbidden", message });

  const folder = mkdtempSync(join(tmpdir(), "batchboard-smoke-"));
  writeFileSync(join(folder, "config"), api.kubeconfig());
  const dashboard = await startDashboard(["--kubeconfig", join(folder, "config")]);
  const faults = collectFaults(page);
  try {
    await page.goto(dashboard.link);
    // The first page is one to work with.
    await expect(page.locator('[data-attention="default/broken"]')).toBeVisible();
    // Without ns, the context's namespace stands in for all of them.
    await page.goto(`${dashboard.origin}/jobs`);
    await expect(page.locator('[data-key="default/busy"]')).toBeVisible();
    await expect(page.locator('[data-key^="shop/"]')).toHaveCount(0);
    await page.goto(`${dashboard.origin}/jobs?ns=shop`);
    await expect(page.locator('[data-key="shop/nightly-29924640"]')).toBeVisible();

    // Of several namespaces the rows that may be seen are, and the others are named.
    await page.goto(`${dashboard.origin}/pods?ns=default,shop`);
    await expect(page.locator('[data-key="shop/nightly-29924640-x7k2p"]')).toBeVisible();
    await expect(page.locator("[data-state]").first()).toHaveAttribute("data-state", "live");
    await expect(page.locator('[data-namespace="default"]')).toBeVisible();
    await expect(page.getByText(message)).toBeVisible();
    expect(await accessibilityFaults(page)).toEqual([]);

    await page.goto(`${dashboard.origin}/pods?ns=default`);
    const view = page.locator("[data-state]").first();
    await expect(view).toHaveAttribute("data-state", "forbidden");
    await expect(page.getByText(message, { exact: true })).toBeVisible();
    await expect(page.getByRole("status").first()).toContainText("No access to Pods");
    const role = await page.getByText(/^apiVersion: rbac/).textContent();
    expect(parseAllDocuments(role ?? "").map((document) => document.toJS())).toMatchObject([
      {
        kind: "Role",
        metadata: { namespace: "default" },
        rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["list", "watch"] }],
      },
      { kind: "RoleBinding", subjects: [{ kind: "User", name: "tester" }] },
    ]);
    await page.getByRole("button", { name: "Copy Role" }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(role);
    expect(await accessibilityFaults(page)).toEqual([]);

    // Where it would work is one click away.
    await page.goto(`${dashboard.origin}/jobs?ns=*`);
    await expect(page.getByText("not at the cluster scope").first()).toBeVisible();
    await page.getByRole("link", { name: "default" }).click();
    await expect(page.locator('[data-key="default/busy"]')).toBeVisible();
    expect(faults()).toEqual([]);
  } finally {
    await dashboard.stop();
    await api.close();
    rmSync(folder, { recursive: true });
  }
});
