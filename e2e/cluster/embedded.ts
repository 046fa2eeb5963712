import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { ClusterFailure } from "./failure.ts";
import { Relay } from "./relay.ts";

/** An embedded cluster that a test has for itself. */
export interface EmbeddedCluster {
  readonly kubeconfig: string;
  /** Makes its API server unreachable, as a crash would; what it holds stays. */
  stopApiServer(): Promise<void>;
  startApiServer(): Promise<void>;
  stop(): Promise<void>;
}

const program = join(import.meta.dirname, "..", "..", "embedded-cluster", "main.ts");

/**
 * Starts the cluster that Batchboard brings along, with its seeds, and a relay before it.
 *
 * @throws ClusterFailure when it ends before it is ready.
 */
export async function startEmbedded(): Promise<EmbeddedCluster> {
  const child = spawn(process.execPath, [program], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const first = createInterface(child.stdout)[Symbol.asyncIterator]().next();
  const line = await Promise.race([first, ended]);
  if (line === null || typeof line === "number" || line.done) {
    throw new ClusterFailure("embedded", `The embedded cluster ended with ${await ended}.`);
  }
  const own = readFileSync(line.value, "utf8");
  const port = /^\s*server: https:\/\/127\.0\.0\.1:(\d+)$/m.exec(own)?.[1];
  const relay = new Relay(Number(port));
  const folder = mkdtempSync(join(tmpdir(), "batchboard-e2e-embedded-"));
  const kubeconfig = join(folder, "kubeconfig");
  const relayed = own.replace(`127.0.0.1:${port}`, `127.0.0.1:${await relay.open()}`);
  writeFileSync(kubeconfig, relayed, { mode: 0o600 });
  return {
    kubeconfig,
    stopApiServer: () => relay.close(),
    async startApiServer() {
      await relay.open();
    },
    async stop() {
      child.stdin.end();
      await ended;
      await relay.close();
      rmSync(folder, { recursive: true });
    },
  };
}
