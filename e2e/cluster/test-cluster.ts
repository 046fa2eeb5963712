import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { ensureKubectl, hasKubectl } from "./build.ts";
import type { Cluster } from "./cluster.ts";
import { ClusterFailure } from "./failure.ts";
import { type Kubectl, kubectlFor } from "./kubectl.ts";
import { type Progress, silent } from "./progress.ts";
import { findCommand, whyNoGo } from "./requirements.ts";
import { type StartOptions, startCluster } from "./start.ts";

/** The cluster that tests run against, with what they create in it. */
export interface TestCluster {
  kubeconfig: string;
  kubectlPath: string;
  kubectl: Kubectl;
  /** The cluster where it is ours, whose API server tests may stop and start. */
  own: Cluster | undefined;
  /**
   * Makes a namespace that is deleted on release, and gives its name. Pods can start in it. It is
   * called as wished where the cluster is ours and that name is free.
   */
  createNamespace(wish?: string): Promise<string>;
  /** Removes what was created through this object; the cluster goes on running. */
  release(): Promise<void>;
}

/**
 * The cluster of TEST_KUBECONFIG, which tests cannot control, else one that is started here unless
 * it runs already. Fails with CannotRun where there is neither, and with ClusterFailure where the
 * file or a kubectl for it is missing.
 */
export async function testCluster(options: StartOptions = {}): Promise<TestCluster> {
  const existing = process.env.TEST_KUBECONFIG;
  // kubectl would take another cluster instead, that of localhost:8080.
  if (existing && !existsSync(existing)) {
    throw new ClusterFailure("kubeconfig", `TEST_KUBECONFIG: there is no file ${existing}.`);
  }
  const own = existing ? undefined : await startCluster(options);
  const kubeconfig = own?.kubeconfig ?? (existing as string);
  const kubectlPath = own?.kubectlPath ?? (await anyKubectl(options.onProgress ?? silent));
  const kubectl = kubectlFor(kubectlPath, kubeconfig);
  const namespaces: string[] = [];
  return {
    kubeconfig,
    kubectlPath,
    kubectl,
    own,
    async createNamespace(wish) {
      const random = `e2e-${randomBytes(4).toString("hex")}`;
      const name = own && wish && (await isFree(kubectl, wish)) ? wish : random;
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

// The user's own, else ours, as it is built for a cluster of ours.
async function anyKubectl(progress: Progress): Promise<string> {
  const found = findCommand("kubectl");
  if (found) return found;
  const withoutGo = hasKubectl() ? undefined : await whyNoGo();
  if (!withoutGo) return ensureKubectl(progress);
  throw new ClusterFailure(
    "kubectl",
    "With TEST_KUBECONFIG the tests need kubectl. There is none in PATH, and building one takes " +
      `Go 1.26 or newer: ${withoutGo}.`,
  );
}

// A namespace that is being deleted is waited for: it may be that of the run before.
async function isFree(kubectl: Kubectl, namespace: string): Promise<boolean> {
  const path = ["--output", "jsonpath={.status.phase}"];
  const phase = await kubectl(["get", "namespace", namespace, "--ignore-not-found", ...path]);
  if (phase !== "Terminating") return phase === "";
  const wait = ["wait", "--for=delete", `namespace/${namespace}`, "--timeout=60s"];
  return kubectl(wait).then(
    () => true,
    () => false,
  );
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
