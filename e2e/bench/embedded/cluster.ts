import { Api } from "../../cluster/api.ts";
import { embeddedProcess } from "../../cluster/embedded.ts";
import { processorMs } from "../child.ts";

/** An embedded cluster of its own, in its own process. */
export interface BenchCluster {
  readonly kubeconfig: string;
  readonly api: Api;
  /** Bytes its objects take in memory once the garbage is collected. */
  memory(): Promise<number>;
  /** Processor time its process has used, in ms: what others do on the machine is not in it. */
  processor(): number;
  stop(): Promise<void>;
}

/** Loaded before it: at a signal it collects garbage and tells on descriptor 3 what is left. */
const tellMemory = `import { writeSync } from "node:fs";
process.on("SIGUSR2", () => {
  gc();
  const { heapUsed, external } = process.memoryUsage();
  writeSync(3, heapUsed + external + "\\n");
});`;

export async function startCluster(): Promise<BenchCluster> {
  const preload = `data:text/javascript,${encodeURIComponent(tellMemory)}`;
  const embedded = await embeddedProcess(["--expose-gc", "--import", preload]);
  const { child, kubeconfig } = embedded;
  const api = new Api(kubeconfig);
  return {
    kubeconfig,
    api,
    memory: () =>
      new Promise((resolve) => {
        child.stdio[3]?.once("data", (line: Buffer) => resolve(Number(line.toString())));
        child.kill("SIGUSR2");
      }),
    processor: () => processorMs(child.pid ?? 0),
    async stop() {
      await api.close();
      await embedded.stop();
    },
  };
}
