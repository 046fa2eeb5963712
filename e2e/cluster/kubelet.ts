import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cgroupOf, createCgroup } from "./cgroup.ts";
import { componentSpec, type Plan } from "./component.ts";
import { componentKubeconfig } from "./control-plane.ts";
import { nodePaths } from "./node.ts";
import { minorOf } from "./recipe.ts";
import type { ComponentSpec } from "./record.ts";

/** The kubelet of the cluster's one real node. */
export async function kubelet(plan: Plan): Promise<ComponentSpec> {
  const { record, folders, binaries } = plan;
  const old = minorOf(record.kubernetes) <= 20;
  const cgroup = cgroupOf(record.name, folders.root);
  createCgroup(cgroup);
  const configuration = join(folders.kubelet, "config.json");
  await writeFile(configuration, JSON.stringify(configurationOf(plan, cgroup, old), null, 2));
  return componentSpec(folders, "kubelet", binaries.kubelet, [
    `--config=${configuration}`,
    `--kubeconfig=${componentKubeconfig(folders, "kubelet")}`,
    `--root-dir=${nodePaths.kubelet}`,
    `--cert-dir=${nodePaths.kubelet}/pki`,
    `--hostname-override=${record.node}`,
    ...(old
      ? [
          "--container-runtime=remote",
          `--container-runtime-endpoint=unix://${nodePaths.containerdSocket}`,
          `--pod-infra-container-image=localhost/pause:1`,
        ]
      : []),
  ]);
}

function configurationOf({ record, pki }: Plan, cgroup: string, old: boolean): object {
  return {
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    address: "127.0.0.1",
    port: record.ports.kubelet,
    readOnlyPort: 0,
    healthzPort: 0,
    tlsCertFile: pki.kubelet.certificate,
    tlsPrivateKeyFile: pki.kubelet.key,
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: pki.ca.certificate },
    },
    authorization: { mode: "Webhook" },
    cgroupDriver: "cgroupfs",
    cgroupRoot: cgroup,
    failSwapOn: false,
    makeIPTablesUtilChains: false,
    oomScoreAdj: 0,
    maxPods: 200,
    // There is no DNS server; without these every Pod would get a MissingClusterDNS warning.
    clusterDNS: ["10.0.0.10"],
    clusterDomain: "cluster.local",
    resolvConf: "",
    serializeImagePulls: false,
    registryPullQPS: 0,
    // A full disk of the test machine is not the tests' concern.
    evictionHard: {
      "memory.available": "0%",
      "nodefs.available": "0%",
      "nodefs.inodesFree": "0%",
      "imagefs.available": "0%",
    },
    imageGCHighThresholdPercent: 100,
    imageGCLowThresholdPercent: 99,
    // A log is rotated while tests look on; by default it would take 10 MiB.
    containerLogMaxSize: "1Mi",
    containerLogMaxFiles: 3,
    volumePluginDir: `${nodePaths.kubelet}/volume-plugins`,
    // Local storage accounting needs quota support of the file system below the node.
    ...(old
      ? {
          featureGates: { LocalStorageCapacityIsolation: false },
          // By default 5 and 10 then, and what a Pod is for seconds only never gets reported.
          kubeAPIQPS: 50,
          kubeAPIBurst: 100,
          // It says Ready only in its second report, by default ten seconds after the first.
          nodeStatusUpdateFrequency: "2s",
          nodeStatusReportFrequency: "5m",
        }
      : {
          localStorageCapacityIsolation: false,
          failCgroupV1: false,
          containerRuntimeEndpoint: `unix://${nodePaths.containerdSocket}`,
          // The least it takes; 1.20 looks every ten seconds, and cannot be told otherwise.
          containerLogMonitorInterval: "3s",
        }),
  };
}
