import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Clock } from "#lib/time/clock";
import { admin, viewer } from "./api/access.ts";
import { ApiServer } from "./api/api-server.ts";
import { listen } from "./api/https-server.ts";
import { inProcessClient } from "./api/in-process-client.ts";
import { writeKubeconfig } from "./api/kubeconfig.ts";
import type { KubernetesApi } from "./api/resource.ts";
import { startRetention } from "./api/retention.ts";
import { startControllers } from "./controllers/controllers.ts";
import { startKubelet } from "./kubelet/kubelet.ts";
import { LogBook } from "./kubelet/log-book.ts";
import { startScheduler } from "./kubelet/scheduler.ts";
import { applySeeds, pluralOf, seeds } from "./seeds/seeds.ts";

export interface ClusterOptions {
  readonly clock: Clock;
  readonly kubernetesApi: KubernetesApi;
  /** 0 takes a free one. */
  readonly port: number;
  /** Where its kubeconfig is written. */
  readonly folder: string;
  /** Told in a line of what nobody foresaw; the cluster goes on. */
  readonly failed: (line: string) => void;
}

export interface RunningCluster {
  readonly kubeconfig: string;
  stop(): Promise<void>;
}

/** What the viewer of the kubeconfig's second context may look into. */
const viewed = ["default", "data"];

/**
 * Starts an embedded cluster: an API server on loopback, and its controllers, scheduler and kubelet,
 * which know it by its API alone. Everything is in memory. It begins with workloads that have a past.
 */
export async function startCluster(options: ClusterOptions): Promise<RunningCluster> {
  const { clock, kubernetesApi, port, folder } = options;
  const adminToken = randomBytes(24).toString("base64url");
  const viewerToken = randomBytes(24).toString("base64url");
  const users = new Map([
    [adminToken, admin],
    [viewerToken, viewer(viewed)],
  ]);
  const logs = new LogBook(clock);
  const server = new ApiServer({ clock, logs, users, kubernetesApi });
  const begin = await seeds(clock.now(), kubernetesApi);
  for (const object of begin.past) server.storage.put(pluralOf(object), object);
  for (const { instance, lines } of begin.logs) logs.restore(instance, lines);

  const client = inProcessClient(server, adminToken);
  const failed = (what: string) => (about: string, error: unknown) => {
    if (!isOrdinary(error)) options.failed(`${what} ${about}: ${error}`);
  };
  const parts = [
    startControllers(client, clock, {
      kubernetesApi,
      failed: (controller, key, error) => failed(`${controller}`)(key, error),
    }),
    startKubelet(client, clock, {
      logs,
      version: kubernetesApi === "1.20" ? "v1.20.15" : "v1.37.2",
      failed: failed("kubelet"),
    }),
    startScheduler(client, clock, failed("scheduler")),
    startRetention(server.storage, clock),
  ];
  const listening = await listen(server, clock, port);
  const kubeconfig = join(folder, "kubeconfig");
  await writeKubeconfig(kubeconfig, { ...listening, adminToken, viewerToken });
  await applySeeds(client, begin);
  return {
    kubeconfig,
    async stop() {
      await Promise.all([listening.close(), ...parts.map((part) => part.stop())]);
    },
  };
}

/** Two who write at once, or one who writes of what is gone: the sync is tried again. */
function isOrdinary(error: unknown): boolean {
  const reason = (error as { status?: { reason?: string } }).status?.reason;
  return reason === "Conflict" || reason === "NotFound" || reason === "AlreadyExists";
}
