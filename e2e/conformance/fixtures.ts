import { test as base, expect } from "@playwright/test";
import type { Api } from "../cluster/api.ts";
import {
  type ClusterTestFixtures,
  type ClusterWorkerFixtures,
  clusterFixtures,
} from "../cluster/fixtures.ts";
import { findKubectl } from "../cluster/kubectl.ts";
import type { TestCluster } from "../cluster/test-cluster.ts";
import { Terminal } from "./terminal.ts";

interface TestFixtures extends ClusterTestFixtures {
  /** Where kubectl is typed, in the namespace of the case. */
  terminal: Terminal;
}

interface WorkerFixtures extends ClusterWorkerFixtures {
  /** Plain HTTP as the cluster's administrator. */
  api: Api;
}

/**
 * A case that a real Kubernetes 1.37 and the embedded cluster pass alike: the same file, the same
 * assertions. Which of them it runs on is told by TEST_KUBERNETES.
 */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  ...clusterFixtures,
  api: [({ cluster }, use) => use(cluster.api), { scope: "worker" }],
  terminal: async ({ cluster, namespace }, use) => {
    await use(orSkip(terminalOn(cluster, namespace)));
  },
});

/** Null where there is no kubectl to type. */
export function terminalOn({ kubeconfig }: TestCluster, namespace: string): Terminal | null {
  const kubectl = findKubectl();
  return kubectl ? new Terminal(kubectl, kubeconfig, namespace) : null;
}

/**
 * Skips the case that has no terminal. To be asked in a fixture of the case: one of the worker would
 * skip the first case alone, and let the others pass without a look.
 */
export function orSkip(terminal: Terminal | null): Terminal {
  if (!terminal && process.env.CI) throw new Error("there is no kubectl");
  test.skip(!terminal, "there is no kubectl");
  return terminal as Terminal;
}

export { expect };
