import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { binariesOf } from "./build.ts";
import type { Cluster } from "./cluster.ts";
import { CannotRun } from "./failure.ts";
import { type Kubectl, kubectlFor } from "./kubectl.ts";
import { newestKubernetes } from "./recipe.ts";
import { findCommand } from "./requirements.ts";
import { type StartOptions, startCluster } from "./start.ts";

/** The cluster that tests run against, with what they create in it. */
export interface TestCluster {
  kubeconfig: string;
  kubectlPath: string;
  kubectl: Kubectl;
  /** The cluster where it is ours, whose API server tests may stop and start. */
  own: Cluster | undefined;
  /** Makes a namespace that is deleted on release, and gives its name. Pods can start in it. */
  createNamespace(): Promise<string>;
  /** Removes what was created through this object; the cluster goes on running. */
  release(): Promise<void>;
}

/**
 * The cluster of TEST_KUBECONFIG, which tests cannot control, else one that is started here unless
 * it runs already. Fails with CannotRun where there is neither.
 */
export async function testCluster(options: StartOptions = {}): Promise<TestCluster> {
  const existing = process.env.TEST_KUBECONFIG;
  const own = existing ? undefined : await startCluster(options);
  const kubeconfig = own?.kubeconfig ?? (existing as string);
  const kubectlPath = own?.kubectlPath ?? findKubectl();
  const kubectl = kubectlFor(kubectlPath, kubeconfig);
  const namespaces: string[] = [];
  return {
    kubeconfig,
    kubectlPath,
    kubectl,
    own,
    async createNamespace() {
      const name = `e2e-${randomBytes(4).toString("hex")}`;
      await kubectl(["create", "namespace", name]);
      namespaces.push(name);
      await defaultAccountExists(kubectl, name);
      return name;
    },
    async release() {
      if (namespaces.length === 0) return;
      await kubectl(["delete", "namespace", ...namespaces, "--wait=false", "--ignore-not-found"]);
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
