import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { binariesOf } from "./build.ts";
import type { Cluster } from "./cluster.ts";
import { CannotRun } from "./failure.ts";
import { type Kubectl, kubectlFor } from "./kubectl.ts";
import { newestKubernetes } from "./recipe.ts";
import { findCommand } from "./requirements.ts";
import { serviceAccountKubeconfig } from "./service-account.ts";
import { type StartOptions, startCluster } from "./start.ts";

/** The cluster that tests run against, with what they create in it. */
export interface TestCluster {
  kubeconfig: string;
  kubectlPath: string;
  kubectl: Kubectl;
  /** Whether `cluster` is there, whose components tests may stop and start. */
  canControl: boolean;
  cluster: Cluster | undefined;
  /** Makes a namespace that is deleted on release, and gives its name. Pods can start in it. */
  createNamespace(): Promise<string>;
  /** Creates a service account without rights and gives the path of a kubeconfig for it. */
  createServiceAccount(namespace: string, account: string): Promise<string>;
  /** Removes what was created through this object; the cluster goes on running. */
  release(): Promise<void>;
}

/**
 * The cluster of TEST_KUBECONFIG, which tests cannot control, else one that is started here unless
 * it runs already. Fails with CannotRun where there is neither.
 */
export async function testCluster(options: StartOptions = {}): Promise<TestCluster> {
  const existing = process.env.TEST_KUBECONFIG;
  const cluster = existing ? undefined : await startCluster(options);
  const kubeconfig = cluster?.kubeconfig ?? (existing as string);
  const kubectlPath = cluster?.kubectlPath ?? findKubectl();
  const kubectl = kubectlFor(kubectlPath, kubeconfig);
  const folder = await mkdtemp(join(tmpdir(), "batchboard-e2e-"));
  const namespaces: string[] = [];
  return {
    kubeconfig,
    kubectlPath,
    kubectl,
    canControl: cluster !== undefined,
    cluster,
    async createNamespace() {
      const name = `e2e-${randomBytes(4).toString("hex")}`;
      await kubectl(["create", "namespace", name]);
      namespaces.push(name);
      await defaultAccountExists(kubectl, name);
      return name;
    },
    createServiceAccount: (namespace, account) =>
      serviceAccountKubeconfig(kubectl, namespace, account, folder),
    async release() {
      if (namespaces.length > 0) {
        await kubectl(["delete", "namespace", ...namespaces, "--wait=false", "--ignore-not-found"]);
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function findKubectl(): string {
  const built = binariesOf(newestKubernetes).kubectl;
  const found = findCommand("kubectl") ?? (existsSync(built) ? built : undefined);
  if (!found) throw new CannotRun(["TEST_KUBECONFIG is set, but there is no kubectl in PATH"]);
  return found;
}

// The API server refuses Pods in a namespace without it.
async function defaultAccountExists(kubectl: Kubectl, namespace: string): Promise<void> {
  const args = ["get", "serviceaccount", "default", "--namespace", namespace];
  for (const deadline = Date.now() + 30_000; ; await sleep(50)) {
    const found = await kubectl(args).catch((error: Error) => error);
    if (typeof found === "string") return;
    if (Date.now() > deadline) throw found;
  }
}
