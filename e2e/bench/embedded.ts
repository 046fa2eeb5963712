import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { BenchApi } from "./api.ts";

/** An embedded cluster of its own, in its own process. */
export interface BenchCluster {
  readonly kubeconfig: string;
  readonly api: BenchApi;
  /** Bytes its objects take in memory once the garbage is collected. */
  memory(): Promise<number>;
  /** Processor time its process has used, in ms: what others do on the machine is not in it. */
  processor(): number;
  stop(): Promise<void>;
}

const program = join(import.meta.dirname, "..", "..", "embedded-cluster", "main.ts");

/** Loaded before it: at a signal it collects garbage and tells on descriptor 3 what is left. */
const tellMemory = `import { writeSync } from "node:fs";
process.on("SIGUSR2", () => {
  gc();
  const { heapUsed, external } = process.memoryUsage();
  writeSync(3, heapUsed + external + "\\n");
});`;

export async function startCluster(): Promise<BenchCluster> {
  const preload = `data:text/javascript,${encodeURIComponent(tellMemory)}`;
  const args = ["--expose-gc", "--import", preload, program];
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit", "pipe"] });
  const kubeconfig = await new Promise<string>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`the embedded cluster ended with ${code}`)));
    child.stdout?.setEncoding("utf8").once("data", (line: string) => resolve(line.trim()));
  });
  const api = new BenchApi(kubeconfig);
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
      await new Promise((resolve) => {
        child.once("exit", resolve);
        child.stdin?.end();
      });
    },
  };
}

/** In ticks of 10 ms, as Linux counts them for programs. */
function processorMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
