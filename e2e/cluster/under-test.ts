import { terminalProgress } from "./progress.ts";
import { isKubernetesVersion, newestKubernetes } from "./recipe.ts";
import { type TestCluster, testCluster } from "./test-cluster.ts";

/**
 * The cluster that `npm run test:cluster` is about: TEST_KUBERNETES and TEST_CLUSTER say which,
 * TEST_KUBECONFIG brings another. Shows on standard error what takes long.
 */
export function clusterUnderTest(signal?: AbortSignal): Promise<TestCluster> {
  const { TEST_KUBERNETES: asked = "", TEST_CLUSTER: name } = process.env;
  const kubernetes = isKubernetesVersion(asked) ? asked : newestKubernetes;
  const onProgress = terminalProgress();
  return testCluster({
    kubernetes,
    onProgress,
    ...(name ? { name } : {}),
    ...(signal ? { signal } : {}),
  });
}
