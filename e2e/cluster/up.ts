import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { tellFailure } from "./failure.ts";
import { interruption } from "./interruption.ts";
import { terminalProgress } from "./progress.ts";
import { isKubernetesVersion, newestKubernetes, recipes } from "./recipe.ts";
import { defaultName, startCluster } from "./start.ts";

const usage = `npm run cluster:up -- [--kubernetes 1.37.2|1.20.15] [--fake-nodes N] [--name NAME]
                          [--etcd FILE]

Starts a real Kubernetes on this machine (Linux, root) and prints the path of its kubeconfig.
Its processes keep running; npm run cluster:down ends them.
--etcd runs another etcd: Debian's 3.4 (/usr/bin/etcd) cannot serve watch-lists.
`;

/** Exit codes: 0 up, 1 failed, 2 wrong usage, 3 this machine cannot run a cluster, 130 Ctrl-C. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      kubernetes: { type: "string", default: newestKubernetes },
      "fake-nodes": { type: "string", default: "0" },
      name: { type: "string" },
      etcd: { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const kubernetes = values.kubernetes.replace(/^v/, "");
  if (!isKubernetesVersion(kubernetes)) {
    const known = Object.keys(recipes).filter(isKubernetesVersion).join(" or ");
    return wrongUsage(`--kubernetes ${kubernetes}: choose ${known}`);
  }
  const fakeNodes = Number(values["fake-nodes"]);
  if (!Number.isInteger(fakeNodes) || fakeNodes < 0 || fakeNodes > 1000) {
    return wrongUsage(`--fake-nodes ${values["fake-nodes"]}: choose a number from 0 to 1000`);
  }
  const name = values.name ?? defaultName(kubernetes);
  const onProgress = terminalProgress();
  const signal = interruption();
  const etcd = values.etcd === undefined ? {} : { etcd: resolve(values.etcd) };
  const cluster = await startCluster({ kubernetes, fakeNodes, name, onProgress, signal, ...etcd });
  onProgress(`kubectl: ${cluster.kubectlPath}`, "step");
  process.stdout.write(`${cluster.kubeconfig}\n`);
  return 0;
}

function wrongUsage(message: string): number {
  process.stderr.write(`${message}\n\n${usage}`);
  return 2;
}

main().then(
  (code) => process.exit(code),
  (error: NodeJS.ErrnoException) => {
    if (error.code?.startsWith("ERR_PARSE_ARGS")) process.exit(wrongUsage(error.message));
    process.exit(tellFailure(error));
  },
);
