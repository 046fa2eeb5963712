import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CannotRun } from "./failure.ts";
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
  if (!isUnified()) return;
  for (const folder of [mountPoint, join(mountPoint, parent)]) handOnControllers(folder);
}

/**
 * Hands all controllers of a version 2 cgroup on to those below it: the kubelet refuses a cgroup
 * root that lacks one. Fails with CannotRun where the kernel does not let it.
 */
export function handOnControllers(folder: string): void {
  const names = (file: string) =>
    readFileSync(join(folder, file), "utf8")
      .split(/\s+/)
      .filter((name) => name !== "");
  const handedOn = names("cgroup.subtree_control");
  const kept = names("cgroup.controllers").filter((name) => !handedOn.includes(name));
  if (kept.length === 0) return;
  try {
    writeFileSync(join(folder, "cgroup.subtree_control"), kept.map((name) => `+${name}`).join(" "));
  } catch (error) {
    throw new CannotRun([
      `its cgroups need ${kept.join(", ")}, which the kernel does not hand on from ${folder} ` +
        `(${(error as NodeJS.ErrnoException).code}), as in a container whose processes are in it`,
    ]);
  }
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
  if (isUnified()) return [mountPoint];
  return readdirSync(mountPoint, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(mountPoint, entry.name))
    .filter((folder) => existsSync(join(folder, "cgroup.procs")));
}

function isUnified(): boolean {
  return existsSync(join(mountPoint, "cgroup.controllers"));
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
