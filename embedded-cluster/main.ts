import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { systemClock } from "#lib/time/clock";
import { startCluster } from "./cluster.ts";

/**
 * The embedded cluster's process: `node embedded-cluster/main.ts [--kubernetes-api 1.37|1.20]
 * [--port PORT]`. It prints the path of its kubeconfig in one line, and ends with its standard input
 * or a signal, taking that file with it.
 */
const { values } = parseArgs({
  options: {
    "kubernetes-api": { type: "string", default: "1.37" },
    port: { type: "string", default: "0" },
  },
});
const kubernetesApi = values["kubernetes-api"];
if (kubernetesApi !== "1.37" && kubernetesApi !== "1.20") {
  process.stderr.write(`--kubernetes-api ${JSON.stringify(kubernetesApi)}: 1.37 or 1.20\n`);
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), "batchboard-embedded-"));
const say = (line: string) => process.stderr.write(`embedded cluster: ${line}\n`);
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
process.on("unhandledRejection", (error) => say(String(error)));

const cluster = await startCluster({
  clock: systemClock,
  kubernetesApi,
  port: Number(values.port),
  folder,
  failed: say,
});
process.stdout.write(`${cluster.kubeconfig}\n`);

const stop = () => {
  systemClock.after(1_000, () => process.exit(0));
  void cluster.stop().then(() => process.exit(0));
};
process.once("SIGTERM", stop);
process.once("SIGINT", stop);
process.stdin.resume().once("end", stop).once("error", stop);
