import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
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

/** The process of an embedded cluster, and where its kubeconfig is. */
export interface EmbeddedProcess {
  readonly child: ChildProcess;
  readonly kubeconfig: string;
  /** Ends it; resolves when it is gone. */
  stop(): Promise<void>;
}

/**
 * Starts the cluster that Batchboard brings along, with its seeds. `flags` are Node's; descriptor 3 is
 * a pipe from it to us.
 *
 * @throws ClusterFailure when it ends before it is ready.
 */
export async function embeddedProcess(flags: readonly string[] = []): Promise<EmbeddedProcess> {
  const stdio = ["pipe", "pipe", "inherit", "pipe"] as const;
  const child = spawn(process.execPath, [...flags, program], { stdio: [...stdio] });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const lines = createInterface(child.stdout as Readable)[Symbol.asyncIterator]();
  const line = await Promise.race([lines.next(), ended]);
  if (line === null || typeof line === "number" || line.done) {
    throw new ClusterFailure("embedded", `The embedded cluster ended with ${await ended}.`);
  }
  return {
    child,
    kubeconfig: line.value,
    async stop() {
      child.stdin?.end();
      await ended;
    },
  };
}

/** An embedded cluster with a relay before it, by which its API server can be cut off. */
export async function startEmbedded(): Promise<EmbeddedCluster> {
  const embedded = await embeddedProcess();
  const own = readFileSync(embedded.kubeconfig, "utf8");
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
      await embedded.stop();
      await relay.close();
      rmSync(folder, { recursive: true });
    },
  };
}
