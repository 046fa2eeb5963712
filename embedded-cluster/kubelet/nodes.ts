import type { Clock } from "#lib/time/clock";
import type { ApiClient } from "../api-client.ts";
import { refusedAs, unlessGone } from "../controllers/refusal.ts";
import { instant } from "../controllers/workloads.ts";
import type { Amounts } from "./pod-fields.ts";

export interface NodeIdentity {
  readonly name: string;
  /** `hostIP` of its Pods. */
  readonly address: string;
  /** The first three octets of its Pods' addresses. */
  readonly podNetwork: string;
}

/** The machines there would be. */
export const nodes: readonly NodeIdentity[] = [1, 2, 3].map((number) => ({
  name: `worker-${number}`,
  address: `192.0.2.${10 + number}`,
  podNetwork: `10.244.${number}`,
}));

/** What each has for its Pods. */
export const allocatable: Amounts = {
  cpu: "4",
  memory: "8Gi",
  "ephemeral-storage": "100Gi",
  pods: "110",
};

const conditions = [
  [
    "MemoryPressure",
    "False",
    "KubeletHasSufficientMemory",
    "kubelet has sufficient memory available",
  ],
  ["DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"],
  ["PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"],
  ["Ready", "True", "KubeletReady", "kubelet is posting ready status"],
] as const;

function nodeObject({ name, address, podNetwork }: NodeIdentity, version: string, now: string) {
  const labels = {
    "kubernetes.io/arch": "amd64",
    "kubernetes.io/hostname": name,
    "kubernetes.io/os": "linux",
    "topology.kubernetes.io/zone": `zone-${name.slice(-1)}`,
  };
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name, labels },
    spec: { podCIDR: `${podNetwork}.0/24`, podCIDRs: [`${podNetwork}.0/24`] },
    status: {
      addresses: [
        { type: "InternalIP", address },
        { type: "Hostname", address: name },
      ],
      capacity: allocatable,
      allocatable,
      conditions: conditions.map(([type, status, reason, message]) => ({
        type,
        status,
        reason,
        message,
        lastHeartbeatTime: now,
        lastTransitionTime: now,
      })),
      nodeInfo: {
        architecture: "amd64",
        containerRuntimeVersion: "containerd://2.1.4",
        kernelVersion: "embedded",
        kubeletVersion: version,
        operatingSystem: "linux",
        osImage: "Batchboard embedded cluster",
        bootID: "",
        machineID: "",
        systemUUID: "",
        kubeProxyVersion: "",
      },
    },
  };
}

/** How often a kubelet says anew that its node is as it was (nodeStatusReportFrequency). */
export const heartbeatMs = 300_000;

/** Renews what the nodes say of themselves; one that was deleted stays so, as a kubelet's does. */
export async function renewNodes(client: ApiClient, clock: Clock): Promise<void> {
  const lastHeartbeatTime = instant(clock.now());
  for (const node of (await client.list("nodes", null)).items) {
    if (!nodes.some(({ name }) => name === node.metadata.name)) continue;
    const known: object[] = node.status?.conditions ?? [];
    const renewed = known.map((condition) => ({ ...condition, lastHeartbeatTime }));
    const status = { ...node.status, conditions: renewed };
    await unlessGone(client.updateStatus("nodes", { ...node, status }));
  }
}

/** Makes the nodes known to the API server, as a kubelet does when it starts. */
export async function registerNodes(
  client: ApiClient,
  clock: Clock,
  version: string,
): Promise<void> {
  for (const node of nodes) {
    try {
      await client.create("nodes", null, nodeObject(node, version, instant(clock.now())));
    } catch (error) {
      if (!refusedAs(error, "AlreadyExists")) throw error;
    }
  }
}
