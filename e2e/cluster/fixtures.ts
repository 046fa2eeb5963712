import type { Fixtures } from "@playwright/test";
import { type TestCluster, testCluster } from "./test-cluster.ts";

export interface ClusterTestFixtures {
  /** A namespace of this test's own. */
  namespace: string;
}

export interface ClusterWorkerFixtures {
  cluster: TestCluster;
  /**
   * Before 1.21: CronJobs are batch/v1beta1, Job names end in unix seconds, Jobs have no STATUS and
   * no indexes, and Pods no sidecars.
   */
  isOld: boolean;
}

/** The cluster under test, and a namespace in it; for `test.extend`. */
export const clusterFixtures: Fixtures<ClusterTestFixtures, ClusterWorkerFixtures> = {
  cluster: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from its first parameter
    async ({}, use) => {
      const cluster = await testCluster();
      await use(cluster);
      await cluster.release();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  isOld: [
    async ({ cluster }, use) => {
      await use(!(await cluster.api.call("GET", "/apis/batch/v1")).text.includes('"cronjobs"'));
    },
    { scope: "worker" },
  ],
  namespace: async ({ cluster }, use) => {
    await use(await cluster.createNamespace());
  },
};
