import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { BenchApi } from "./api.ts";

/** An embedded cluster of its own, in its own process. */
export interface BenchCluster {
  readonly kubeconfig: string;
  readonly api: BenchApi;
  /** Bytes of its process in memory. */
  memory(): number;
  /** Processor time its process has used, in ms: what others do on the machine is not in it. */
  processor(): number;
  stop(): Promise<void>;
}

const program = join(import.meta.dirname, "..", "..", "embedded-cluster", "main.ts");

export async function startCluster(): Promise<BenchCluster> {
  const child = spawn(process.execPath, [program], { stdio: ["pipe", "pipe", "inherit"] });
  const kubeconfig = await new Promise<string>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`the embedded cluster ended with ${code}`)));
    child.stdout.setEncoding("utf8").once("data", (line: string) => resolve(line.trim()));
  });
  const api = new BenchApi(kubeconfig);
  return {
    kubeconfig,
    api,
    memory: () => residentBytes(child.pid ?? 0),
    processor: () => processorMs(child.pid ?? 0),
    async stop() {
      await api.close();
      await new Promise((resolve) => {
        child.once("exit", resolve);
        child.stdin.end();
      });
    },
  };
}

function residentBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}

/** In ticks of 10 ms, as Linux counts them for programs. */
function processorMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
