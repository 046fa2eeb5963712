import { test as base, expect } from "@playwright/test";
import type { Api } from "../cluster/api.ts";
import { findKubectl } from "../cluster/kubectl.ts";
import { type TestCluster, testCluster } from "../cluster/test-cluster.ts";
import { Terminal } from "./terminal.ts";

interface TestFixtures {
  /** A namespace of this case's own. */
  namespace: string;
  /** Where kubectl is typed, in that namespace. */
  terminal: Terminal;
}

interface WorkerFixtures {
  cluster: TestCluster;
  /** Plain HTTP as the cluster's administrator. */
  api: Api;
}

/**
 * A case that a real Kubernetes 1.37 and the embedded cluster pass alike: the same file, the same
 * assertions. Which of them it runs on is told by TEST_KUBERNETES.
 */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  cluster: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from its first parameter
    async ({}, use) => {
      const cluster = await testCluster();
      await use(cluster);
      await cluster.release();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  api: [({ cluster }, use) => use(cluster.api), { scope: "worker" }],
  namespace: async ({ cluster }, use) => {
    await use(await cluster.createNamespace());
  },
  terminal: async ({ cluster, namespace }, use) => {
    const kubectl = findKubectl();
    if (!kubectl && process.env.CI) throw new Error("there is no kubectl");
    test.skip(!kubectl, "there is no kubectl");
    await use(new Terminal(kubectl ?? "", cluster.kubeconfig, namespace));
  },
});

export { expect };
