import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readProc } from "./process.ts";

const mountPoint = "/sys/fs/cgroup";
const parent = "batchboard";

/** The cgroup below which a cluster's Pods live: a path from the root of each hierarchy. */
export function cgroupOf(name: string, root: string): string {
  // With the folder in it, since two users may both have a cluster called dev.
  const digest = createHash("sha256").update(root).digest("hex").slice(0, 6);
  return `/${parent}/${name}-${digest}`;
}

/** Makes the cgroup in every hierarchy; the kubelet refuses a cgroup root that does not exist. */
export function createCgroup(cgroup: string): void {
  for (const hierarchy of hierarchies()) mkdirSync(join(hierarchy, cgroup), { recursive: true });
}

/** Whether a process belongs to the cgroup or to one below it. */
export function isInCgroup(pid: number, cgroup: string): boolean {
  return readProc(pid, "cgroup")
    .split("\n")
    .some((line) =>
      `${line.slice(line.indexOf(":", line.indexOf(":") + 1) + 1)}/`.startsWith(`${cgroup}/`),
    );
}

/** Removes the cgroup and those below it. Its processes must have ended. */
export async function removeCgroup(cgroup: string): Promise<void> {
  const present = () => hierarchies().filter((hierarchy) => existsSync(join(hierarchy, cgroup)));
  for (const deadline = Date.now() + 5_000; Date.now() < deadline; await sleep(50)) {
    for (const hierarchy of present()) removeTree(join(hierarchy, cgroup));
    if (present().length === 0) break;
  }
  for (const hierarchy of hierarchies()) removeFolder(join(hierarchy, parent));
}

// One folder per controller in version 1, a single tree in version 2, both in hybrid set-ups.
function hierarchies(): string[] {
  if (existsSync(join(mountPoint, "cgroup.controllers"))) return [mountPoint];
  return readdirSync(mountPoint, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(mountPoint, entry.name))
    .filter((folder) => existsSync(join(folder, "cgroup.procs")));
}

function removeTree(folder: string): void {
  const children = readdirSync(folder, { withFileTypes: true }).filter((e) => e.isDirectory());
  for (const child of children) removeTree(join(folder, child.name));
  removeFolder(folder);
}

// Busy for a moment after its last process ended, or in use by another cluster.
function removeFolder(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {}
}
