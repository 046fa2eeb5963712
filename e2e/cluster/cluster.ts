import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { get } from "./api-request.ts";
import { binariesOf } from "./build.ts";
import { componentFailure, startComponent, stopComponent } from "./component.ts";
import { ClusterFailure } from "./failure.ts";
import { type ClusterFolders, clusterFolders } from "./folders.ts";
import { type Kubectl, kubectlFor } from "./kubectl.ts";
import { withLock } from "./lock.ts";
import { kubeconfigText, pkiOf, type Subject, signKeyPair } from "./pki.ts";
import type { KubernetesVersion } from "./recipe.ts";
import {
  type ClusterRecord,
  type ComponentName,
  isComponentRunning,
  readRecord,
} from "./record.ts";
import { removeRemains } from "./remains.ts";

/** One process of a cluster. */
interface Component {
  name: ComponentName;
  /** Undefined while it does not run. */
  pid: number | undefined;
  /** Path of the file with its output. */
  log: string;
  /** Kills it with SIGKILL. */
  stop(): Promise<void>;
  /** Starts it again with the same command line; returns before it is ready. */
  start(): Promise<void>;
}

/** A cluster that was started from this folder. */
export interface Cluster {
  name: string;
  kubernetes: KubernetesVersion;
  /** URL of the API server. */
  server: string;
  /** Path of the administrator's kubeconfig. */
  kubeconfig: string;
  /** Path of the kubectl binary, always of the newest release. */
  kubectlPath: string;
  kubectl: Kubectl;
  /** Name of the node with real containers. */
  node: string;
  component(name: ComponentName): Component;
  /** Kills the API server, as a crash would; etcd keeps its data. */
  stopApiServer(): Promise<void>;
  /**
   * Starts the API server again on the same port and waits until it is ready. Controllers, scheduler
   * and kubelet return by their own back-off: a minute after a stop of 20 s.
   */
  startApiServer(): Promise<void>;
  /** Writes a kubeconfig for a user, with a certificate signed by the cluster, and gives its path. */
  kubeconfigFor(subject: Pick<Subject, "user" | "groups">): Promise<string>;
  /** Ends the cluster and removes all of it. */
  stop(): Promise<void>;
}

/** Opens a cluster that was started before. Fails with ClusterFailure when there is none. */
export function openCluster(name: string): Cluster {
  const record = readRecord(name);
  if (!record) throw new ClusterFailure(name, `There is no cluster called ${name}.`);
  const folders = clusterFolders(name);
  const server = `https://127.0.0.1:${record.ports.apiServer}`;
  const kubectlPath = binariesOf(record.kubernetes).kubectl;
  const apiServer = componentOf(name, folders, "kube-apiserver");
  return {
    name,
    kubernetes: record.kubernetes,
    server,
    kubeconfig: folders.kubeconfig,
    kubectlPath,
    kubectl: kubectlFor(kubectlPath, folders.kubeconfig),
    node: record.node,
    component: (component) => componentOf(name, folders, component),
    stopApiServer: () => apiServer.stop(),
    async startApiServer() {
      await apiServer.start();
      await apiServerAnswers(name, folders);
    },
    async kubeconfigFor(subject) {
      await mkdir(folders.users, { recursive: true, mode: 0o700 });
      const file = `${subject.user.replace(/[^\w.-]/g, "_")}-${crypto.randomUUID().slice(0, 8)}`;
      const { ca } = pkiOf(folders.pki);
      const pair = await signKeyPair(ca, folders.users, file, subject);
      const path = join(folders.users, `${file}.kubeconfig`);
      const text = await kubeconfigText(server, ca, `batchboard-${name}`, pair);
      await writeFile(path, text, { mode: 0o600 });
      return path;
    },
    stop: () => stopCluster(name),
  };
}

/** Ends a cluster and removes all of it; also one that crashed or came up only in part. */
export function stopCluster(name: string): Promise<void> {
  return withLock(`cluster ${clusterFolders(name).root}`, () => removeRemains(name));
}

// The record is read again each time: another process may have restarted the component.
function componentOf(cluster: string, folders: ClusterFolders, name: ComponentName): Component {
  const current = (): ClusterRecord => {
    const record = readRecord(cluster);
    if (record?.components[name]) return record;
    throw new ClusterFailure(name, `Cluster ${cluster} has no ${name}.`);
  };
  return {
    name,
    log: join(folders.logs, `${name}.log`),
    get pid() {
      const record = current();
      return isComponentRunning(record, name) ? record.components[name]?.process.pid : undefined;
    },
    stop: () => stopComponent(current(), name),
    async start() {
      const record = current();
      const spec = record.components[name]?.spec;
      if (spec) await startComponent(record, folders, name, spec);
    },
  };
}

async function apiServerAnswers(name: string, folders: ClusterFolders): Promise<void> {
  const record = readRecord(name);
  if (!record) throw new ClusterFailure(name, `There is no cluster called ${name}.`);
  const pki = pkiOf(folders.pki);
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(100)) {
    if ((await get(record.ports.apiServer, pki, "/readyz")) === "ok") return;
    if (!isComponentRunning(record, "kube-apiserver")) break;
  }
  throw componentFailure(record, "kube-apiserver", "The API server did not come back");
}
