import { statSync } from "node:fs";
import { clusterFolders } from "./folders.ts";
import { clusterOf, findProcesses } from "./process.ts";
import { type ClusterRecord, clusterNames, currentBootId, recordIn } from "./record.ts";

/** Another user's word is not taken for what a machine was like. */
function isOurs(pid: number): boolean {
  try {
    return statSync(`/proc/${pid}`).uid === process.getuid?.();
  } catch {
    return false;
  }
}

/**
 * The records of all other clusters of this boot: those in the folder of clusters, and those of
 * whoever uses another folder, known by their processes.
 */
export function neighboursOf(root: string): ClusterRecord[] {
  const roots = new Set(clusterNames().map((name) => clusterFolders(name).root));
  for (const { pid } of findProcesses(isOurs)) {
    const other = clusterOf(pid);
    if (other !== undefined) roots.add(other);
  }
  roots.delete(root);
  const bootId = currentBootId();
  return [...roots]
    .flatMap((other) => recordIn(other) ?? [])
    .filter((record) => record.bootId === bootId);
}
