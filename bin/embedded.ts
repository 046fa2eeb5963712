import { spawn } from "node:child_process";
import { join } from "node:path";
import { nodeFlags } from "./node-flags.mjs";

/** The cluster Batchboard brings along, running in a process of its own. */
export interface EmbeddedCluster {
  /** Path of its kubeconfig, which goes with it. */
  readonly kubeconfig: string;
  stop(): void;
}

const program = join(import.meta.dirname, "..", "embedded-cluster", "main.ts");

/**
 * Starts it. It ends with us, however we end: its standard input is a pipe from here. `ended` is told
 * when it ends before that.
 *
 * @throws Error with what it said when it does not start.
 */
export function startEmbedded(ended: (code: number | null) => void): Promise<EmbeddedCluster> {
  const child = spawn(process.execPath, [...nodeFlags, program], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  let stopped = false;
  const stop = () => {
    stopped = true;
    child.stdin.end();
  };
  return new Promise((resolve, reject) => {
    let line = "";
    child.once("error", reject);
    child.once("exit", (code) => {
      reject(new Error(`the embedded cluster ended with ${code} before it was ready`));
      if (!stopped) ended(code);
    });
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      line += text;
      if (line.endsWith("\n")) resolve({ kubeconfig: line.trim(), stop });
    });
  });
}
