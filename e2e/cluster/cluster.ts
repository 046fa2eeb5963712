import { setTimeout as sleep } from "node:timers/promises";
import { get } from "./api-request.ts";
import { binariesOf } from "./build.ts";
import { compactEtcd } from "./compaction.ts";
import { componentFailure, startComponent, stopComponent } from "./component.ts";
import { ClusterFailure } from "./failure.ts";
import { type ClusterFolders, clusterFolders } from "./folders.ts";
import { type Kubectl, kubectlFor } from "./kubectl.ts";
import { withLock } from "./lock.ts";
import { pkiOf } from "./pki.ts";
import {
  type ClusterRecord,
  type ComponentName,
  isComponentRunning,
  readRecord,
} from "./record.ts";
import { removeRemains } from "./remains.ts";

/** A cluster that was started from this folder. */
export interface Cluster {
  /** Path of the administrator's kubeconfig. */
  kubeconfig: string;
  /** Path of the kubectl binary, always of the newest release. */
  kubectlPath: string;
  kubectl: Kubectl;
  /** Kills the API server, as a crash would; etcd keeps its data. */
  stopApiServer(): Promise<void>;
  /**
   * Starts the API server again on the same port and waits until it is ready. Controllers, scheduler
   * and kubelet return by their own back-off: a minute after a stop of 20 s.
   */
  startApiServer(): Promise<void>;
  /** Kills the controller manager: nobody starts Jobs, collects garbage or finishes namespaces. */
  stopControllers(): Promise<void>;
  /** Starts it again; the controllers take up their work within seconds. */
  startControllers(): Promise<void>;
  /** Kills the kubelet, as a crash would; its node's containers run on. */
  stopKubelet(): Promise<void>;
  /** Starts it again; it takes up the containers that it finds. */
  startKubelet(): Promise<void>;
  /** Lets etcd forget its history. */
  compact(): Promise<void>;
}

/** Opens a cluster that was started before. Fails with ClusterFailure when there is none. */
export function openCluster(name: string): Cluster {
  const folders = clusterFolders(name);
  const kubectlPath = binariesOf(recordOf(name).kubernetes).kubectl;
  return {
    kubeconfig: folders.kubeconfig,
    kubectlPath,
    kubectl: kubectlFor(kubectlPath, folders.kubeconfig),
    stopApiServer: () => stopComponent(recordOf(name), "kube-apiserver"),
    async startApiServer() {
      await restart(name, "kube-apiserver");
      await apiServerAnswers(recordOf(name), folders);
    },
    stopControllers: () => stopComponent(recordOf(name), "kube-controller-manager"),
    startControllers: () => restart(name, "kube-controller-manager"),
    stopKubelet: () => stopComponent(recordOf(name), "kubelet"),
    startKubelet: () => restart(name, "kubelet"),
    compact: () => compactEtcd(recordOf(name).ports.etcd, pkiOf(folders.pki)),
  };
}

/** Ends a cluster and removes all of it; also one that crashed or came up only in part. */
export function stopCluster(name: string): Promise<void> {
  return withLock(`cluster ${clusterFolders(name).root}`, () => removeRemains(name));
}

async function restart(name: string, component: ComponentName): Promise<void> {
  const record = recordOf(name);
  const spec = record.components[component]?.spec;
  if (spec) await startComponent(record, clusterFolders(name), component, spec);
}

// Read again each time: another process may have restarted a component.
function recordOf(name: string): ClusterRecord {
  const record = readRecord(name);
  if (!record) throw new ClusterFailure(name, `There is no cluster called ${name}.`);
  return record;
}

async function apiServerAnswers(record: ClusterRecord, folders: ClusterFolders): Promise<void> {
  const pki = pkiOf(folders.pki);
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(100)) {
    if ((await get(record.ports.apiServer, pki, "/readyz")) === "ok") return;
    if (!isComponentRunning(record, "kube-apiserver")) break;
  }
  throw componentFailure(record, "kube-apiserver", "The API server did not come back");
}
