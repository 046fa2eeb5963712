import { readdirSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { recipeFolder } from "./build.ts";
import { componentSpec, type Plan } from "./component.ts";
import { componentKubeconfig } from "./control-plane.ts";
import { recipes } from "./recipe.ts";
import type { ComponentSpec } from "./record.ts";

const annotation = { "kwok.x-k8s.io/node": "fake" };

/** Pods reach a fake node only with a toleration for this taint. */
const taint = { key: "kwok.x-k8s.io/node", value: "fake", effect: "NoSchedule" };

/** The names of a cluster's fake nodes. */
export function fakeNodeNames(cluster: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${cluster}-fake-${index + 1}`);
}

/** kwok, which plays the kubelets of the fake nodes. */
export async function kwok({ record, folders, pki, binaries }: Plan): Promise<ComponentSpec> {
  await mkdir(folders.kwok, { recursive: true });
  const configuration = join(folders.kwok, "kwok.yaml");
  const log = join(folders.kwok, "container.log");
  await writeFile(log, containerLog());
  await writeFile(configuration, [...stages(), clusterLogs(log)].join("\n---\n"));
  const address = `127.0.0.1:${record.ports.kwok}`;
  return componentSpec(folders, "kwok", binaries.kwok, [
    `--config=${configuration}`,
    `--kubeconfig=${componentKubeconfig(folders, "kwok")}`,
    "--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake",
    "--node-ip=127.0.0.1",
    `--node-port=${record.ports.kwok}`,
    `--server-address=${address}`,
    `--tls-cert-file=${pki.kwok.certificate}`,
    `--tls-private-key-file=${pki.kwok.key}`,
    "--node-lease-duration-seconds=40",
  ]);
}

/** The Node objects of the fake nodes, as a List to apply. */
export function fakeNodes(names: readonly string[]): object {
  return {
    apiVersion: "v1",
    kind: "List",
    items: names.map((name) => ({
      apiVersion: "v1",
      kind: "Node",
      metadata: {
        name,
        annotations: annotation,
        labels: { "kubernetes.io/hostname": name, "kubernetes.io/os": "linux", type: "kwok" },
      },
      spec: { taints: [taint] },
    })),
  };
}

// The stages that kwok itself ships: a Job's Pods run for one to five seconds and succeed. The
// Pod annotations of kwok's documentation change that.
function stages(): string[] {
  const folder = join(recipeFolder(recipes.kwok), "module/data");
  const files = [
    "node/fast/node-initialize.yaml",
    "node/heartbeat-with-lease/node-heartbeat-with-lease.yaml",
    // Only for Pods labelled for it: a container that fails.
    "pod/chaos/pod-container-running-failed.yaml",
    ...readdirSync(join(folder, "pod/general"))
      .filter((file) => /^pod-.*\.yaml$/.test(file))
      .map((file) => `pod/general/${file}`),
  ];
  return files.map((file) => readFileSync(join(folder, file), "utf8"));
}

function clusterLogs(file: string): string {
  return JSON.stringify({
    apiVersion: "kwok.x-k8s.io/v1alpha1",
    kind: "ClusterLogs",
    metadata: { name: "every-container" },
    spec: { logs: [{ logsFile: file, follow: false }] },
  });
}

// In the form in which a kubelet stores a container's output.
function containerLog(): string {
  const at = new Date().toISOString().replace("Z", "000000Z");
  return ["a fake node ran this container", "done"]
    .map((line) => `${at} stdout F ${line}\n`)
    .join("");
}
