import { builtKubectl } from "./build.ts";
import { run } from "./process.ts";
import { findCommand } from "./requirements.ts";

/** Runs kubectl to its end and gives its standard output; fails with its standard error. */
export type Kubectl = (args: readonly string[], options?: { input?: string }) => Promise<string>;

/** kubectl on the cluster of a kubeconfig. */
export function kubectlFor(path: string, kubeconfig: string): Kubectl {
  const env = { KUBECONFIG: kubeconfig };
  return (args, options = {}) => run(path, args, { ...options, env });
}

/** The path of the newest kubectl if it was built, else of the one in PATH. */
export function findKubectl(): string | undefined {
  return builtKubectl() ?? findCommand("kubectl");
}
