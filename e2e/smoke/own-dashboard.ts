import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RunningDashboard, startDashboard } from "../dashboard.ts";

/** Starts a Batchboard on a kubeconfig for as long as `use` takes. */
export async function withDashboard(
  kubeconfig: string,
  flags: readonly string[],
  use: (dashboard: RunningDashboard) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "batchboard-smoke-"));
  const file = join(folder, "config");
  writeFileSync(file, kubeconfig);
  const dashboard = await startDashboard(["--kubeconfig", file, ...flags]);
  try {
    await use(dashboard);
  } finally {
    await dashboard.stop();
    rmSync(folder, { recursive: true });
  }
}
