import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RunningDashboard, sessionOf, startDashboard } from "../dashboard.ts";
import { Child } from "./child.ts";

/** A world of Jobs, and the dashboard on it as a person starts it, each in its own process. */
export interface Stage {
  readonly world: Child;
  readonly server: string;
  readonly dashboard: RunningDashboard;
  /** The session that the printed link gave. */
  readonly cookie: string;
  close(): Promise<void>;
}

export async function openStage(
  jobs: number,
  env: Readonly<Record<string, string>> = {},
): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), "batchboard-bench-"));
  const world = new Child("world.ts");
  await world.call("populate", jobs);
  const text: string = await world.call("kubeconfig");
  const kubeconfig = join(folder, "config");
  writeFileSync(kubeconfig, text);
  const dashboard = await startDashboard(["--kubeconfig", kubeconfig], env);
  const cookie = await sessionOf(dashboard);
  return {
    world,
    server: JSON.parse(text).clusters[0].cluster.server,
    dashboard,
    cookie,
    async close() {
      await dashboard.stop();
      await world.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
