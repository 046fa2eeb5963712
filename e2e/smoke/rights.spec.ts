import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { ScriptedApiServer } from "../../lib/kubernetes/testing/scripted-api-server.ts";
import { startDashboard } from "../dashboard.ts";
import { collectFaults } from "../page-faults.ts";
import { populate } from "./objects.ts";

const message =
  'pods is forbidden: User "tester" cannot list resource "pods" in API group "" in the namespace "default"';

test("R6: who may list in one namespace only works there, and is told what is missing elsewhere", async ({
  page,
}) => {
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
    // Without ns, the context's namespace stands in for all of them.
    await page.goto(`${dashboard.origin}/jobs`);
    await expect(page.locator('[data-key="default/busy"]')).toBeVisible();
    await expect(page.locator('[data-key^="shop/"]')).toHaveCount(0);
    await page.goto(`${dashboard.origin}/jobs?ns=shop`);
    await expect(page.locator('[data-key="shop/nightly-29924640"]')).toBeVisible();

    await page.goto(`${dashboard.origin}/pods?ns=default`);
    await expect(page.locator('[data-state="forbidden"]').first()).toBeVisible();
    await expect(page.getByText(message).first()).toBeVisible();
    await expect(page.getByText(/verbs/).first()).toBeVisible();
    await page.goto(`${dashboard.origin}/jobs?ns=*`);
    await expect(page.getByText("not at the cluster scope").first()).toBeVisible();
    expect(faults()).toEqual([]);
  } finally {
    await dashboard.stop();
    await api.close();
    rmSync(folder, { recursive: true });
  }
});
