import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { clusterFolders, clustersFolder, isClusterName } from "./folders.ts";
import { isRunning, type ProcessIdentity, type ProcessSpec } from "./process.ts";
import type { KubernetesVersion } from "./recipe.ts";
import type { Sysctls } from "./sysctls.ts";

export type ComponentName =
  | "etcd"
  | "image-mirror"
  | "containerd"
  | "kube-apiserver"
  | "kube-controller-manager"
  | "kube-scheduler"
  | "kubelet"
  | "kwok";

export const portNames = [
  "apiServer",
  "etcd",
  "etcdPeer",
  "controllerManager",
  "scheduler",
  "kubelet",
  "imageMirror",
  "kwok",
] as const;

type Ports = Record<(typeof portNames)[number], number>;

/** How a component runs: on the node means inside the mount namespace of the cluster's node. */
export interface ComponentSpec extends ProcessSpec {
  onNode: boolean;
}

interface ComponentRecord {
  spec: ComponentSpec;
  process: ProcessIdentity;
}

/** All that is known about a cluster, kept in cluster.json from before its first process starts. */
export interface ClusterRecord {
  name: string;
  kubernetes: KubernetesVersion;
  /** Processes of another boot are gone, whatever runs under their pids now. */
  bootId: string;
  phase: "starting" | "ready";
  node: string;
  fakeNodes: number;
  /** Path of the etcd binary when it is not the usual one. */
  etcd?: string | undefined;
  ports: Ports;
  /** The third byte of the Pods' 10.244.N.0/24. */
  subnet: number;
  /** Settings of the machine before its first cluster changed them. */
  sysctls: Sysctls;
  components: Partial<Record<ComponentName, ComponentRecord>>;
}

/** The record of a cluster, or undefined when there is none or it was cut off while written. */
export function readRecord(name: string): ClusterRecord | undefined {
  return recordIn(clusterFolders(name).root);
}

/** The same by the folder of the cluster. */
export function recordIn(root: string): ClusterRecord | undefined {
  try {
    return JSON.parse(readFileSync(recordPath(root), "utf8")) as ClusterRecord;
  } catch {
    return undefined;
  }
}

/** Replaces the record on disk in one step. */
export function writeRecord(record: ClusterRecord): void {
  const path = recordPath(clusterFolders(record.name).root);
  const draft = `${path}.${process.pid}.draft`;
  writeFileSync(draft, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, path);
}

function recordPath(root: string): string {
  return join(root, "cluster.json");
}

/** The names of all clusters that left a folder, running or not. */
export function clusterNames(): string[] {
  try {
    return readdirSync(clustersFolder()).filter(isClusterName).sort();
  } catch {
    return [];
  }
}

/** An identifier that changes with every boot of the machine. */
export function currentBootId(): string {
  return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
}

/** Whether a component of this record still runs. */
export function isComponentRunning(record: ClusterRecord, name: ComponentName): boolean {
  const component = record.components[name];
  return (
    component !== undefined && record.bootId === currentBootId() && isRunning(component.process)
  );
}
