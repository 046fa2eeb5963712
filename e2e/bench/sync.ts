import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BatchV1Api, KubeConfig, makeInformer } from "@kubernetes/client-node";
import { createDashboard, type Dashboard } from "../../lib/server/dashboard.ts";
import { ask } from "../../lib/server/testing/ask.ts";
import { systemClock } from "../../lib/time/clock.ts";
import { answerCalls, residentBytes } from "./child.ts";

/** What it costs to hold all Jobs of a cluster: in ms and bytes. */
export interface SyncCost {
  readonly ms: number;
  /** The longest time in which nothing else could run. */
  readonly blockMs: number;
  readonly heap: number;
  readonly steady: number;
  readonly peak: number;
  /** What a browser was sent. */
  readonly sent: number;
}

const collect = () => (globalThis as unknown as { gc(): void }).gc();

/** `prepare` is what is done before anybody asks: it has its part in the heap, and none in the sync. */
async function measured<T>(
  prepare: () => T,
  sync: (prepared: T) => Promise<number>,
): Promise<SyncCost> {
  collect();
  const before = process.memoryUsage().heapUsed;
  const prepared = prepare();
  const longestBlock = watchLoop();
  const begun = performance.now();
  const sent = await sync(prepared);
  const ms = performance.now() - begun;
  const blockMs = await longestBlock();
  collect();
  const { heapUsed } = process.memoryUsage();
  const peak = residentBytes(process.pid, "VmHWM");
  const steady = residentBytes(process.pid);
  return { ms, blockMs, heap: heapUsed - before, steady, peak, sent };
}

/**
 * The longest turn of the event loop until the returned function is called, in ms of this thread's
 * processor time: what other processes take of the machine is no block.
 */
function watchLoop(): () => Promise<number> {
  let longest = 0;
  let last = threadMs();
  let watching = true;
  const look = () => {
    const now = threadMs();
    longest = Math.max(longest, now - last);
    last = now;
    if (watching) setImmediate(look);
  };
  setImmediate(look);
  return () =>
    new Promise((resolve) =>
      setImmediate(() => {
        watching = false;
        resolve(longest);
      }),
    );
}

function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** What the command does before it serves. */
function openDashboard(kubeconfig: string): [Dashboard, Request] {
  const file = join(mkdtempSync(join(tmpdir(), "batchboard-bench-")), "config");
  writeFileSync(file, kubeconfig);
  const dashboard = createDashboard({
    kubeconfig: file,
    clock: systemClock,
    refuse: () => null,
    onError: fail,
    onCluster: () => {},
  });
  // Node loads these classes at their first use; the command has the app, which used them long before.
  return [dashboard, new Request("http://localhost/api/watch?view=jobs&ns=*")];
}

/** A browser looks at all Jobs. */
async function batchboard(
  [dashboard, request]: ReturnType<typeof openDashboard>,
  count: number,
): Promise<number> {
  const response = await ask(dashboard, "watch", request);
  let sent = 0;
  for await (const chunk of response.body ?? []) {
    sent += chunk.length;
    if (sent > count * 100 && Buffer.from(chunk).toString().endsWith("}}\n\n")) break;
  }
  return sent;
}

function openStock(kubeconfig: string): KubeConfig {
  const config = new KubeConfig();
  // It takes plain HTTP only where nothing is verified.
  const { clusters, ...rest } = JSON.parse(kubeconfig);
  clusters[0].cluster["insecure-skip-tls-verify"] = true;
  config.loadFromString(JSON.stringify({ ...rest, clusters }));
  return config;
}

/** As the client that everybody has does it: a typed list, whose objects an informer keeps. */
async function stock(config: KubeConfig): Promise<number> {
  const batch = config.makeApiClient(BatchV1Api);
  const informer = makeInformer(config, "/apis/batch/v1/jobs", () =>
    batch.listJobForAllNamespaces(),
  );
  held.push(informer);
  informer.on("error", fail);
  await informer.start();
  return 0;
}

function fail(error: unknown): never {
  throw error;
}

/** What must not be collected before it is weighed. */
const held: unknown[] = [];

answerCalls({
  batchboard: ({ kubeconfig, count }: { kubeconfig: string; count: number }) =>
    measured(
      () => openDashboard(kubeconfig),
      (opened) => batchboard(opened, count),
    ),
  stock: ({ kubeconfig }: { kubeconfig: string }) => measured(() => openStock(kubeconfig), stock),
});
