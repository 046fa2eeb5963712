import { homedir } from "node:os";
import { join } from "node:path";
import { ClusterFailure } from "./failure.ts";

/** Where built binaries are kept, shared by all clusters of this user. */
export function binaryCache(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "batchboard/kubernetes");
}

/** The folder that holds one folder per cluster. */
export function clustersFolder(): string {
  const stateHome = process.env.XDG_STATE_HOME || join(homedir(), ".local/state");
  return join(stateHome, "batchboard/clusters");
}

/** Whether a cluster may be called so: a DNS label of at most 30 characters. */
export function isClusterName(name: string): boolean {
  return /^[a-z]([a-z0-9-]{0,28}[a-z0-9])?$/.test(name);
}

/**
 * Paths inside the folder of one cluster. All of its files lie there, and nothing else does. Fails
 * with ClusterFailure for a name that a cluster cannot have, since whole folders are removed by it.
 */
export function clusterFolders(name: string) {
  if (!isClusterName(name)) {
    throw new ClusterFailure(
      "name",
      `"${name}" cannot name a cluster: use at most 30 lower case letters, digits and dashes.`,
    );
  }
  const root = join(clustersFolder(), name);
  return {
    root,
    kubeconfig: join(root, "kubeconfig"),
    hosts: join(root, "hosts"),
    pki: join(root, "pki"),
    logs: join(root, "logs"),
    etcd: join(root, "etcd"),
    containerd: join(root, "containerd"),
    kubelet: join(root, "kubelet"),
    cni: join(root, "cni"),
    podLogs: join(root, "pod-logs"),
    kwok: join(root, "kwok"),
  };
}

export type ClusterFolders = ReturnType<typeof clusterFolders>;
