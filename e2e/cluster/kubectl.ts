import { run } from "./process.ts";

/** Runs kubectl to its end and gives its standard output; fails with its standard error. */
export type Kubectl = (args: readonly string[], options?: { input?: string }) => Promise<string>;

/** kubectl on the cluster of a kubeconfig. */
export function kubectlFor(path: string, kubeconfig: string): Kubectl {
  const env = { KUBECONFIG: kubeconfig };
  return (args, options = {}) => run(path, args, { ...options, env });
}
