import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RunningDashboard, sessionOf, startDashboard } from "../../dashboard.ts";
import { Child } from "../child.ts";

/** An API server with logs, and the dashboard on it as a person starts it, each in its own process. */
export interface LogStage {
  readonly logs: Child;
  /** The API server's address. */
  readonly server: string;
  readonly kubeconfig: string;
  readonly dashboard: RunningDashboard;
  /** The session that the printed link gave. */
  readonly cookie: string;
  /** A place for what the bench makes; it goes with the stage. */
  readonly folder: string;
  close(): Promise<void>;
}

export async function openLogStage(): Promise<LogStage> {
  const folder = mkdtempSync(join(tmpdir(), "batchboard-bench-"));
  const logs = new Child("logs/log-server.ts");
  const text: string = await logs.call("kubeconfig");
  const kubeconfig = join(folder, "config");
  writeFileSync(kubeconfig, text);
  const dashboard = await startDashboard(["--kubeconfig", kubeconfig]);
  return {
    logs,
    server: JSON.parse(text).clusters[0].cluster.server,
    kubeconfig,
    dashboard,
    cookie: await sessionOf(dashboard),
    folder,
    async close() {
      await dashboard.stop();
      await logs.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
