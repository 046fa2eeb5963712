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
    await use(terminalOn(cluster, namespace));
  },
});

/** Skips the case where there is no kubectl to type. */
export function terminalOn(cluster: TestCluster, namespace: string): Terminal {
  const kubectl = findKubectl();
  if (!kubectl && process.env.CI) throw new Error("there is no kubectl");
  test.skip(!kubectl, "there is no kubectl");
  return new Terminal(kubectl ?? "", cluster.kubeconfig, namespace);
}

export { expect };
