import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Binaries, ensureBinaries, missingBinaries } from "./build.ts";
import { type Cluster, openCluster } from "./cluster.ts";
import { componentSpec, type Plan, startComponent } from "./component.ts";
import { containerd } from "./containerd.ts";
import { apiServer, componentKubeconfig, controllerManager, scheduler } from "./control-plane.ts";
import { etcd as etcdComponent } from "./etcd.ts";
import { ClusterFailure } from "./failure.ts";
import { type ClusterFolders, clusterFolders } from "./folders.ts";
import { isHealthy } from "./health.ts";
import { kubelet } from "./kubelet.ts";
import { fakeNodeNames, fakeNodes, kwok } from "./kwok.ts";
import { withLock } from "./lock.ts";
import { neighboursOf } from "./neighbours.ts";
import { createPki, kubeconfigText, type Pki } from "./pki.ts";
import { pickPorts } from "./ports.ts";
import { run } from "./process.ts";
import { elapsed, type Progress, silent } from "./progress.ts";
import {
  apiServerReady,
  defaultServiceAccountExists,
  imagesPulled,
  nodesReady,
} from "./readiness.ts";
import { type KubernetesVersion, newestKubernetes } from "./recipe.ts";
import {
  type ClusterRecord,
  type ComponentName,
  type ComponentSpec,
  currentBootId,
  portNames,
  readRecord,
  writeRecord,
} from "./record.ts";
import { machineLock, removeRemains } from "./remains.ts";
import { ensureRequirements, findStaticBusybox } from "./requirements.ts";
import { pickSubnet } from "./subnet.ts";
import { readSysctls } from "./sysctls.ts";

export interface StartOptions {
  kubernetes?: KubernetesVersion;
  /** How many nodes kwok plays beside the real one. */
  fakeNodes?: number;
  /** Another etcd binary: 3.4 cannot serve watch-lists. */
  etcd?: string;
  /** A DNS label of at most 30 characters; clusters with different names run side by side. */
  name?: string;
  onProgress?: Progress;
  /** Gives up when aborted: removes what was started and fails with the signal's reason. */
  signal?: AbortSignal;
}

// The options with their defaults, and the binaries that follow from them.
interface Shape {
  name: string;
  kubernetes: KubernetesVersion;
  fakeNodes: number;
  etcd: string | undefined;
  binaries: Binaries;
}

/** The name of a cluster for which none is given: "dev", or "dev-1-20" for Kubernetes 1.20. */
export function defaultName(kubernetes: KubernetesVersion): string {
  return kubernetes === newestKubernetes
    ? "dev"
    : `dev-${kubernetes.split(".").slice(0, 2).join("-")}`;
}

/**
 * Starts a cluster, or opens it when it runs already with these options. Builds and installs what
 * is missing and clears away what a crash left. Fails with CannotRun when this machine cannot run
 * one and with ClusterFailure, having removed all it started, when a component does not come up.
 */
export async function startCluster(options: StartOptions = {}): Promise<Cluster> {
  const progress = options.onProgress ?? silent;
  const kubernetes = options.kubernetes ?? newestKubernetes;
  const name = options.name ?? defaultName(kubernetes);
  const { root } = clusterFolders(name);
  const fakeNodeCount = options.fakeNodes ?? 0;
  const orAbort = abortable(options.signal);
  const needsGo = missingBinaries(kubernetes, fakeNodeCount > 0).length > 0;
  await orAbort(ensureRequirements(needsGo, progress));
  const built = await orAbort(ensureBinaries(kubernetes, fakeNodeCount > 0, progress));
  const shape: Shape = {
    name,
    kubernetes,
    fakeNodes: fakeNodeCount,
    etcd: options.etcd,
    binaries: { ...built, etcd: options.etcd ?? built.etcd },
  };
  return withLock(
    `cluster ${root}`,
    async () => {
      const existing = readRecord(name);
      if (existing && (await isHealthy(existing, progress, options.signal))) {
        assertSame(existing, shape);
        return openCluster(name);
      }
      try {
        await orAbort(startAfresh(shape, progress, options.signal));
      } catch (error) {
        await removeRemains(name);
        throw error;
      }
      return openCluster(name);
    },
    {
      onWait: () => progress(`Another process works on cluster ${name}; waiting for it`, "step"),
      signal: options.signal,
    },
  );
}

async function startAfresh(
  shape: Shape,
  progress: Progress,
  signal: AbortSignal | undefined,
): Promise<void> {
  const start = performance.now();
  const { name, kubernetes, binaries } = shape;
  const folders = clusterFolders(name);
  await removeRemains(name);
  const record = await allocate(shape);
  const fakeNames = fakeNodeNames(name, shape.fakeNodes);
  const pki = await createPki(folders.pki, record.node);
  await writeKubeconfigs(record, folders, pki);
  const hosts = await readFile("/etc/hosts", "utf8");
  await writeFile(folders.hosts, `${hosts}\n127.0.0.1 ${record.node}\n`);
  const plan: Plan = { record, folders, pki, binaries };
  const launch = (component: ComponentName, spec: ComponentSpec) => {
    signal?.throwIfAborted();
    return startComponent(record, folders, component, spec);
  };

  progress(`Starting Kubernetes ${kubernetes} as cluster ${name}`, "step");
  await launch("etcd", etcdComponent(plan));
  await launch("containerd", await containerd(plan));
  await launch("kube-apiserver", apiServer(plan));
  await Promise.all([apiServerReady(plan, progress), imagesPulled(plan, progress)]);
  await launch("kube-controller-manager", controllerManager(plan));
  await launch("kube-scheduler", scheduler(plan));
  await launch("kubelet", await kubelet(plan));
  if (fakeNames.length > 0) await launch("kwok", await kwok(plan));
  await Promise.all([
    nodesReady(plan, [record.node], "kubelet", progress),
    defaultServiceAccountExists(plan, progress),
    fakeNames.length > 0 ? joinFakeNodes(plan, fakeNames, progress) : undefined,
  ]);
  record.phase = "ready";
  writeRecord(record);
  progress(`Cluster ${name} is ready after ${elapsed(performance.now() - start)}`, "step");
}

// Under one lock for all clusters, so that two starting at once do not choose the same ports.
function allocate({ name, kubernetes, fakeNodes, etcd }: Shape): Promise<ClusterRecord> {
  return withLock(machineLock, async () => {
    const folders = clusterFolders(name);
    const others = neighboursOf(folders.root);
    const record: ClusterRecord = {
      name,
      kubernetes,
      bootId: currentBootId(),
      phase: "starting",
      node: `${name}-node`,
      fakeNodes,
      etcd,
      ports: await pickPorts(
        portNames,
        // Records are files: one of an earlier version may lack what ours hold.
        new Set(others.flatMap(({ ports }) => Object.values(ports ?? {}))),
      ),
      subnet: pickSubnet(new Set(others.map(({ subnet }) => subnet))),
      sysctls: others[0]?.sysctls ?? readSysctls(),
      components: {},
    };
    for (const folder of [folders.logs, folders.kubelet, folders.cni, folders.podLogs]) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
    }
    await mkdir(folders.containerd, { recursive: true });
    writeRecord(record);
    // Before the lock is given up: who uses another folder sees a cluster by its processes.
    await startComponent(record, folders, "image-mirror", imageMirror(record, folders));
    return record;
  });
}

async function writeKubeconfigs(record: ClusterRecord, folders: ClusterFolders, pki: Pki) {
  const server = `https://127.0.0.1:${record.ports.apiServer}`;
  const context = `batchboard-${record.name}`;
  const paths = {
    admin: folders.kubeconfig,
    controllerManager: componentKubeconfig(folders, "controllerManager"),
    scheduler: componentKubeconfig(folders, "scheduler"),
    kubelet: componentKubeconfig(folders, "kubelet"),
    kwok: componentKubeconfig(folders, "kwok"),
  };
  for (const holder of Object.keys(paths) as (keyof typeof paths)[]) {
    const text = await kubeconfigText(server, pki.ca, context, pki[holder]);
    await writeFile(paths[holder], text, { mode: 0o600 });
  }
}

function imageMirror(record: ClusterRecord, folders: ClusterFolders): ComponentSpec {
  return componentSpec(folders, "image-mirror", process.execPath, [
    fileURLToPath(new URL("./image-mirror.ts", import.meta.url)),
    `--port=${record.ports.imageMirror}`,
    `--busybox=${findStaticBusybox()}`,
  ]);
}

async function joinFakeNodes(plan: Plan, names: readonly string[], progress: Progress) {
  const { binaries, folders } = plan;
  const args = ["--kubeconfig", folders.kubeconfig, "create", "--validate=false", "-f", "-"];
  await run(binaries.kubectl, args, { input: JSON.stringify(fakeNodes(names)) });
  await nodesReady(plan, names, "kwok", progress);
}

// Makes a promise fail as soon as the signal aborts, though what it stands for may go on.
function abortable(signal: AbortSignal | undefined) {
  return <T>(work: Promise<T>): Promise<T> => {
    if (!signal) return work;
    signal.throwIfAborted();
    const { promise, reject } = Promise.withResolvers<never>();
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    return Promise.race([work, promise]).finally(() => signal.removeEventListener("abort", abort));
  };
}

function assertSame(record: ClusterRecord, { name, kubernetes, fakeNodes, etcd }: Shape): void {
  const enough = record.fakeNodes >= fakeNodes && record.etcd === etcd;
  if (enough && record.kubernetes === kubernetes) return;
  throw new ClusterFailure(
    name,
    `Cluster ${name} runs already, as Kubernetes ${record.kubernetes} with ${record.fakeNodes} ` +
      `fake nodes and ${record.etcd ?? "its usual etcd"}. Stop it first ` +
      `(npm run cluster:down -- --name ${name}) or choose another --name.`,
  );
}
