import { setTimeout as sleep } from "node:timers/promises";
import { get } from "./api-request.ts";
import { clusterFolders } from "./folders.ts";
import { pkiOf } from "./pki.ts";
import type { Progress } from "./progress.ts";
import { type ClusterRecord, type ComponentName, isComponentRunning } from "./record.ts";

const patienceMs = 30_000;

/**
 * Whether a cluster came up, all of its components still run and its API server answers, for which
 * a busy machine gets half a minute. Says why not.
 */
export async function isHealthy(
  record: ClusterRecord,
  progress: Progress,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const { name, ports, phase } = record;
  const no = (reason: string) => {
    progress(`Cluster ${name} ${reason} and is started afresh`, "step");
    return false;
  };
  if (phase !== "ready") return no("never came up");
  const pki = pkiOf(clusterFolders(name).pki);
  const components = Object.keys(record.components) as ComponentName[];
  const deadline = Date.now() + patienceMs;
  for (let told = false; ; told = true) {
    const ended = components.filter((component) => !isComponentRunning(record, component));
    if (ended.length > 0) return no(`has lost ${ended.join(", ")}`);
    if ((await get(ports.apiServer, pki, "/readyz")) === "ok") return true;
    if (Date.now() > deadline) return no("runs but does not answer");
    if (!told) progress(`Cluster ${name} runs but does not answer; waiting for it`, "step");
    signal?.throwIfAborted();
    await sleep(500);
  }
}
