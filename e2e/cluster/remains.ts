import { rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { cgroupOf, isInCgroup, removeCgroup } from "./cgroup.ts";
import { clusterFolders } from "./folders.ts";
import { withLock } from "./lock.ts";
import { neighboursOf } from "./neighbours.ts";
import { clusterOf, findProcesses, killAll, readProc, run } from "./process.ts";
import { currentBootId, readRecord } from "./record.ts";
import { usedSubnets } from "./subnet.ts";
import { restoreSysctls } from "./sysctls.ts";

/** Held by whoever asks what clusters there are and adds or removes one. */
export const machineLock = "clusters of this machine";

/**
 * Ends every process of a cluster and removes everything it left: containers, mounts, network
 * namespaces, cgroups and its folder; with the last one the machine's own settings return. Leaves
 * all other clusters alone. Does nothing when there is nothing.
 */
export function removeRemains(name: string): Promise<void> {
  return withLock(machineLock, () => remove(name));
}

async function remove(name: string): Promise<void> {
  const { root } = clusterFolders(name);
  const cgroup = cgroupOf(name, root);
  const record = readRecord(name);
  if (record?.bootId === currentBootId()) {
    await killAll(Object.values(record.components).map((component) => component.process));
  }
  // What is not in the record: shims, containers, and a component started just before a crash.
  for (let round = 0; round < 20; round += 1) {
    const left = findProcesses((pid) => clusterOf(pid) === root || isInCgroup(pid, cgroup));
    if (left.length === 0) break;
    await killAll(left);
  }
  await removeCgroup(cgroup);
  await unmountBelow(root);
  // The kernel ends a mount namespace a moment after its last process, and with it the mounts
  // that keep a folder busy.
  await rm(root, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  await networkGone(record?.subnet);
  if (record?.bootId === currentBootId() && neighboursOf(root).length === 0) {
    restoreSysctls(record.sysctls ?? {});
  }
}

// None is ever made outside of the node's mount namespace; but a removal must never follow one.
async function unmountBelow(root: string): Promise<void> {
  const mounts = readProc(process.pid, "mounts")
    .split("\n")
    .map((line) => (line.split(" ")[1] ?? "").replaceAll("\\040", " "))
    .filter((path) => path.startsWith(`${root}/`))
    .reverse();
  for (const mount of mounts) await run("umount", ["--lazy", mount]);
}

// A container's network namespace ends with its last process, its host side a moment later.
async function networkGone(subnet: number | undefined): Promise<void> {
  if (subnet === undefined) return;
  for (const deadline = Date.now() + 5_000; Date.now() < deadline; await sleep(50)) {
    if (!usedSubnets().has(subnet)) return;
  }
}
