import { homedir } from "node:os";
import { join } from "node:path";

/** Where built binaries are kept, shared by all clusters of this user. */
export function binaryCache(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "batchboard/kubernetes");
}

/** The folder that holds one folder per cluster. */
export function clustersFolder(): string {
  const stateHome = process.env.XDG_STATE_HOME || join(homedir(), ".local/state");
  return join(stateHome, "batchboard/clusters");
}

/** Paths inside the folder of one cluster. Nothing of a cluster lies outside of it. */
export function clusterFolders(name: string) {
  const root = join(clustersFolder(), name);
  return {
    root,
    record: join(root, "cluster.json"),
    kubeconfig: join(root, "kubeconfig"),
    hosts: join(root, "hosts"),
    pki: join(root, "pki"),
    logs: join(root, "logs"),
    users: join(root, "users"),
    etcd: join(root, "etcd"),
    containerd: join(root, "containerd"),
    kubelet: join(root, "kubelet"),
    cni: join(root, "cni"),
    podLogs: join(root, "pod-logs"),
    kwok: join(root, "kwok"),
  };
}

export type ClusterFolders = ReturnType<typeof clusterFolders>;
