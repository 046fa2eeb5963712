import { spawn } from "node:child_process";
import { join } from "node:path";
import { KubeconfigError } from "#lib/kubernetes/kubeconfig-error";
import { createDashboard, type Dashboard, type DashboardOptions } from "#lib/server/dashboard";
import { onlyEmbedded, UsageError } from "./flags.ts";
import { clusterFlags } from "./node-flags.mjs";

interface Options extends DashboardOptions {
  /** What the cluster that is brought along shall serve. */
  readonly kubernetesApi?: "1.37" | "1.20";
  /** Takes a line for the person who tries it out, and copies from it. */
  readonly say: (line: string) => void;
}

const program = join(import.meta.dirname, "..", "embedded-cluster", "main.ts");

/**
 * The dashboard of the cluster that is found; where there is none, of one that is brought along.
 *
 * @throws UsageError where an age was asked of a cluster that is found.
 */
export async function openDashboard({
  kubernetesApi,
  say,
  ...options
}: Options): Promise<Dashboard> {
  try {
    if (!options.embedded) {
      const dashboard = createDashboard(options);
      if (kubernetesApi === undefined) return dashboard;
      await dashboard.close();
      throw new UsageError(onlyEmbedded);
    }
  } catch (error) {
    const isNone = error instanceof KubeconfigError && error.problem === "none-found";
    // Who names a file or a context means a cluster of theirs.
    if (!isNone || options.context !== undefined || process.env.KUBECONFIG) throw error;
    say("There is no kubeconfig, so Batchboard shows a cluster of its own.");
  }
  const kubeconfig = await startEmbedded(kubernetesApi ?? "1.37", (code) => {
    say(`The embedded cluster ended with ${code}. Start Batchboard again.`);
  });
  say(`It is in memory and ends with Batchboard. To drive it: export KUBECONFIG=${kubeconfig}`);
  say("For a cluster of yours: npm start -- --kubeconfig FILE");
  return createDashboard({ ...options, kubeconfig, embedded: true });
}

/**
 * Starts it in a process of its own and gives the path of its kubeconfig. It ends with us, however we
 * end: its standard input is a pipe from here. `ended` is told when it ends before that.
 *
 * @throws Error with what it said when it does not start.
 */
function startEmbedded(
  kubernetesApi: string,
  ended: (code: number | null) => void,
): Promise<string> {
  const args = [...clusterFlags, program, "--kubernetes-api", kubernetesApi];
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  return new Promise((resolve, reject) => {
    let line = "";
    child.once("error", reject);
    child.once("exit", (code) => {
      reject(new Error(`the embedded cluster ended with ${code} before it was ready`));
      ended(code);
    });
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      line += text;
      if (line.endsWith("\n")) resolve(line.trim());
    });
  });
}
