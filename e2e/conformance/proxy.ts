import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ClusterFailure } from "../cluster/failure.ts";

/** A running `kubectl proxy`, which knows every way to authenticate that a kubeconfig can name. */
export interface Proxy {
  /** Path of the socket on which it speaks HTTP; only this user can open it. */
  readonly socket: string;
  stop(): Promise<void>;
}

export async function startProxy(kubectlPath: string, kubeconfig: string): Promise<Proxy> {
  const folder = await mkdtemp(join(tmpdir(), "batchboard-parity-"));
  const socket = join(folder, "api");
  const child = spawn(kubectlPath, ["proxy", `--unix-socket=${socket}`], {
    env: { ...process.env, KUBECONFIG: kubeconfig },
    stdio: ["ignore", "pipe", "pipe"],
    // Ctrl-C ends a whole process group; what cleans up after it still needs the proxy.
    detached: true,
  });
  const kill = () => child.kill();
  process.once("exit", kill);
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const stop = async () => {
    process.off("exit", kill);
    kill();
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  let said = "";
  const serving = new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.stderr.on("data", (text) => {
      said += text;
    });
    child.stdout.on("data", (text) => {
      if (String(text).includes("Starting to serve")) resolve();
    });
    child.once("close", () => reject(new ClusterFailure("kubectl", `kubectl proxy: ${said}`)));
  });
  await serving.catch(async (error) => {
    await stop();
    throw error;
  });
  return { socket, stop };
}
