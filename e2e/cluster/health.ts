import { get } from "./api-request.ts";
import { clusterFolders } from "./folders.ts";
import { pkiOf } from "./pki.ts";
import { type ClusterRecord, type ComponentName, isComponentRunning } from "./record.ts";

/** Whether a cluster came up, all of its components still run and its API server answers. */
export async function isHealthy(record: ClusterRecord): Promise<boolean> {
  const components = Object.keys(record.components) as ComponentName[];
  if (record.phase !== "ready") return false;
  if (!components.every((component) => isComponentRunning(record, component))) return false;
  const pki = pkiOf(clusterFolders(record.name).pki);
  return (await get(record.ports.apiServer, pki, "/readyz")) === "ok";
}
