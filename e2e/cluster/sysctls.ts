import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Settings of the whole machine, by their path below /proc/sys. */
export type Sysctls = Readonly<Record<string, string>>;

/** What a kubelet (container_manager_linux.go) and the CNI plugin `ptp` set to their liking. */
const changed = [
  "kernel/keys/root_maxbytes",
  "kernel/keys/root_maxkeys",
  "kernel/panic",
  "kernel/panic_on_oops",
  "net/ipv4/ip_forward",
  "vm/overcommit_memory",
  "vm/panic_on_oom",
];

/** The settings that a cluster will change, as they are now. */
export function readSysctls(root = "/proc/sys"): Sysctls {
  return Object.fromEntries(changed.flatMap((name) => entry(root, name)));
}

/** Sets back what differs now. Nothing else is ever written, whatever a record holds. */
export function restoreSysctls(before: Sysctls, root = "/proc/sys"): void {
  const now = readSysctls(root);
  for (const name of changed) {
    const value = before[name];
    if (value !== undefined && now[name] !== value) writeFileSync(join(root, name), value);
  }
}

// A container has none but those of its own namespaces.
function entry(root: string, name: string): [string, string][] {
  try {
    return [[name, readFileSync(join(root, name), "utf8").trim()]];
  } catch {
    return [];
  }
}
