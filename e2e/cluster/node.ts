import { mkdirSync } from "node:fs";
import type { ClusterFolders } from "./folders.ts";
import { type ClusterRecord, type ComponentSpec, isComponentRunning } from "./record.ts";

/** Paths as containerd and the kubelet see them in the mount namespace of their node. */
export const nodePaths = {
  containerdSocket: "/run/containerd/containerd.sock",
  kubelet: "/var/lib/kubelet",
};

// The node is a mount namespace: sockets, network namespaces, Pod logs, the kubelet's and CNI's
// state that have fixed paths are private to it, and all of its mounts end with its last process. No
// crash can leave a mount behind, and two nodes never see one containerd.
const setUp = `
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/containerd /run/netns
mount --bind "$KUBELET" /var/lib/kubelet
mount --bind "$POD_LOGS" /var/log
mount --bind "$CNI" /var/lib/cni
mount --bind "$HOSTS" /etc/hosts
exec "$@"
`;

/**
 * The command line that runs `spec` on the node: in the mount namespace of a component that runs
 * there already, else in a new one.
 */
export function onNode(
  record: ClusterRecord,
  folders: ClusterFolders,
  spec: ComponentSpec,
): ComponentSpec {
  const neighbour = (["containerd", "kubelet"] as const).find((name) =>
    isComponentRunning(record, name),
  );
  if (neighbour) {
    const pid = String(record.components[neighbour]?.process.pid);
    const args = ["--mount", "--target", pid, "--", spec.command, ...spec.args];
    return { ...spec, command: "nsenter", args };
  }
  for (const hidden of ["/var/lib/cni", "/var/lib/kubelet"]) mkdirSync(hidden, { recursive: true });
  return {
    ...spec,
    command: "unshare",
    args: [
      ...["--mount", "--propagation", "slave", "--", "sh", "-ec", setUp, "sh"],
      ...[spec.command, ...spec.args],
    ],
    env: {
      ...spec.env,
      KUBELET: folders.kubelet,
      POD_LOGS: folders.podLogs,
      CNI: folders.cni,
      HOSTS: folders.hosts,
    },
  };
}

/** The command line that runs `spec` with the cluster's own /etc/hosts. */
export function withHosts(folders: ClusterFolders, spec: ComponentSpec): ComponentSpec {
  const script = 'mount --bind "$0" /etc/hosts && exec "$@"';
  return {
    ...spec,
    command: "unshare",
    args: [
      ...["--mount", "--propagation", "slave", "--", "sh", "-ec", script, folders.hosts],
      ...[spec.command, ...spec.args],
    ],
  };
}
