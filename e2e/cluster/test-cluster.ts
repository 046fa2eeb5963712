import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { Api } from "./api.ts";
import { startEmbedded } from "./embedded.ts";
import { ClusterFailure } from "./failure.ts";
import { createNamespace, deleteNamespace, exists } from "./namespace.ts";
import { terminalProgress } from "./progress.ts";
import { isKubernetesVersion, newestKubernetes } from "./recipe.ts";
import { startCluster } from "./start.ts";

/** The cluster that tests run against, with what they create in it. */
export interface TestCluster {
  readonly kubeconfig: string;
  /** As its administrator. */
  readonly api: Api;
  /** The cluster where it is ours, whose API server tests may stop and start. */
  readonly own: OwnCluster | undefined;
  /**
   * Makes a namespace that is deleted on release, and gives its name. Pods can start in it. It is
   * called as wished where the cluster is ours and that name is free.
   */
  createNamespace(wish?: string): Promise<string>;
  /** Removes what was created through this object; a real cluster goes on running. */
  release(): Promise<void>;
}

export interface OwnCluster {
  readonly kubeconfig: string;
  stopApiServer(): Promise<void>;
  startApiServer(): Promise<void>;
  /** The controllers of an embedded cluster are no process of their own. */
  stopControllers?(): Promise<void>;
  startControllers?(): Promise<void>;
  /** Stops what runs the containers of a node; those that run go on. An embedded node is no process. */
  stopKubelet?(): Promise<void>;
  startKubelet?(): Promise<void>;
  /** Lets etcd forget its history; an embedded cluster has none. */
  compact?(): Promise<void>;
  /** Ends a cluster that nobody else uses. */
  stop?(): Promise<void>;
}

/**
 * The cluster that the tests are about. TEST_KUBERNETES says which: `embedded`, or a version of a
 * real one that is started unless it runs already, under the name of TEST_CLUSTER. TEST_KUBECONFIG
 * brings another, which tests cannot control. Shows on standard error what takes long. Fails with
 * CannotRun where there is none, and with ClusterFailure where the file is missing.
 */
export async function testCluster(signal?: AbortSignal): Promise<TestCluster> {
  const { TEST_KUBECONFIG: existing, TEST_KUBERNETES: asked } = process.env;
  if (existing && !existsSync(existing)) {
    throw new ClusterFailure("kubeconfig", `TEST_KUBECONFIG: there is no file ${existing}.`);
  }
  const start = () => (asked === "embedded" ? startEmbedded() : realCluster(signal));
  const own = existing ? undefined : await start();
  const kubeconfig = own?.kubeconfig ?? (existing as string);
  const api = new Api(kubeconfig);
  const namespaces: string[] = [];
  return {
    kubeconfig,
    api,
    own,
    async createNamespace(wish) {
      const random = `e2e-${randomBytes(4).toString("hex")}`;
      const name = own && wish && (await isFree(api, wish)) ? wish : random;
      await createNamespace(api, name, signal);
      namespaces.push(name);
      return name;
    },
    async release() {
      if (!own?.stop) for (const name of namespaces) await deleteNamespace(api, name);
      await api.close();
      await own?.stop?.();
    },
  };
}

function realCluster(signal: AbortSignal | undefined): Promise<OwnCluster> {
  const { TEST_KUBERNETES: asked = "", TEST_CLUSTER: name } = process.env;
  return startCluster({
    kubernetes: isKubernetesVersion(asked) ? asked : newestKubernetes,
    onProgress: terminalProgress(),
    ...(name ? { name } : {}),
    ...(signal ? { signal } : {}),
  });
}

const goingPatienceMs = 60_000;

// A namespace that is being deleted is waited for: it may be that of the run before.
async function isFree(api: Api, namespace: string): Promise<boolean> {
  const path = `/api/v1/namespaces/${namespace}`;
  for (const deadline = Date.now() + goingPatienceMs; await exists(api, path); await delay(100)) {
    const { status } = (await api.call("GET", path)).body as { status?: { phase?: string } };
    if (status?.phase === "Active" || Date.now() > deadline) return false;
  }
  return true;
}
