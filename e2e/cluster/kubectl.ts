import { spawnSync } from "node:child_process";
import { builtKubectl } from "./build.ts";
import { run } from "./process.ts";
import { newestKubernetes } from "./recipe.ts";
import { findCommand } from "./requirements.ts";

/** Runs kubectl to its end and gives its standard output; fails with its standard error. */
export type Kubectl = (args: readonly string[], options?: { input?: string }) => Promise<string>;

/** kubectl on the cluster of a kubeconfig. */
export function kubectlFor(path: string, kubeconfig: string): Kubectl {
  const env = { KUBECONFIG: kubeconfig };
  return (args, options = {}) => run(path, args, { ...options, env });
}

/** The path of a kubectl of the newest minor release, whose words the tests know: built, or PATH's. */
export function findKubectl(): string | undefined {
  const built = builtKubectl();
  if (built) return built;
  const found = findCommand("kubectl");
  return found && isNewest(found) ? found : undefined;
}

function isNewest(path: string): boolean {
  const { stdout } = spawnSync(path, ["version", "--client", "-o", "json"], { encoding: "utf8" });
  const version = /"gitVersion": "v([\d.]+)/.exec(stdout ?? "")?.[1] ?? "";
  const minor = (text: string) => text.split(".").slice(0, 2).join(".");
  return minor(version) === minor(newestKubernetes);
}
