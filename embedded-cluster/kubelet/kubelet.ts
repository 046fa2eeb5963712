import type { Clock } from "#lib/time/clock";
import type { ApiClient } from "../api-client.ts";
import { EventRecorder } from "../controllers/event-recorder.ts";
import { Informer } from "../controllers/informer.ts";
import type { LogBook } from "./log-book.ts";
import { heartbeatMs, type NodeIdentity, nodes, registerNodes, renewNodes } from "./nodes.ts";
import { deleteForGood } from "./pod-deletion.ts";
import { isTerminal, type Pod } from "./pod-fields.ts";
import { type NodeServices, PodLifecycle } from "./pod-lifecycle.ts";
import { emptyVolume } from "./shell/file-system.ts";

export interface KubeletOptions {
  readonly logs: LogBook;
  /** `kubeletVersion` of its nodes; of the API server it stands beside. */
  readonly version?: string;
  /** Told of what nobody foresaw about a Pod, which then stays as it is. */
  readonly failed?: (pod: string, error: unknown) => void;
}

/** Runs the Pods that are bound to the nodes it registers. */
export function startKubelet(
  client: ApiClient,
  clock: Clock,
  options: KubeletOptions,
): { stop(): Promise<void> } {
  const ending = new AbortController();
  const pods = new Informer(client, "pods", clock, ending.signal);
  const kubelet = new Kubelet(client, clock, options);
  pods.listen((now, before) => kubelet.heard(now as Pod | undefined, before as Pod | undefined));
  const failed = (error: unknown) => options.failed?.("nodes", error);
  const nodesKept = keepNodes();
  const running = pods.run();
  return {
    async stop() {
      ending.abort(new Error("the kubelet ends"));
      kubelet.abandon();
      await Promise.all([nodesKept, running]);
    },
  };

  async function keepNodes(): Promise<void> {
    await registerNodes(client, clock, options.version ?? "v1.37.2").catch(failed);
    while (await rested()) await renewNodes(client, clock).catch(failed);
  }

  /** False when the kubelet ends meanwhile. */
  function rested(): Promise<boolean> {
    return clock.sleep(heartbeatMs, ending.signal).then(
      () => true,
      () => false,
    );
  }
}

class Kubelet {
  readonly #client: ApiClient;
  readonly #options: KubeletOptions;
  readonly #services: ReadonlyMap<string, NodeServices>;
  readonly #pods = new Map<string, PodLifecycle>();
  /** Pods that have ended and are not gone: news of before may still come in. */
  readonly #done = new Set<string>();

  constructor(client: ApiClient, clock: Clock, options: KubeletOptions) {
    this.#client = client;
    this.#options = options;
    const events = new EventRecorder(client, clock, "kubelet");
    const { logs } = options;
    // Pods that meet on a `hostPath` meet on whatever node they are.
    const shared = { client, clock, events, logs, disk: emptyVolume() };
    this.#services = new Map(nodes.map((node) => [node.name, servicesOf(node, shared)]));
  }

  heard(now: Pod | undefined, before: Pod | undefined): void {
    if (before && before.metadata.uid !== now?.metadata.uid) this.#gone(before);
    if (!now) return;
    const services = this.#services.get(now.spec.nodeName ?? "");
    if (!services) return;
    const known = this.#pods.get(now.metadata.uid);
    if (known) return known.update(now);
    if (!isTerminal(now) && !this.#done.has(now.metadata.uid)) return this.#begin(now, services);
    const { deletionTimestamp, deletionGracePeriodSeconds } = now.metadata;
    // A Pod that had ended before needs nobody to stop it.
    if (deletionTimestamp && deletionGracePeriodSeconds !== 0)
      void deleteForGood(this.#client, now);
  }

  abandon(): void {
    for (const pod of this.#pods.values()) pod.abandon();
  }

  #begin(pod: Pod, services: NodeServices): void {
    const { uid, namespace, name } = pod.metadata;
    const lifecycle = new PodLifecycle(pod, services);
    this.#pods.set(uid, lifecycle);
    lifecycle
      .run()
      .catch((error: unknown) => this.#options.failed?.(`${namespace}/${name}`, error))
      .finally(() => {
        if (this.#pods.delete(uid)) this.#done.add(uid);
      });
    if (pod.metadata.deletionTimestamp) lifecycle.update(pod);
  }

  #gone(pod: Pod): void {
    const { uid } = pod.metadata;
    this.#pods.get(uid)?.abandon();
    this.#pods.delete(uid);
    this.#done.delete(uid);
    this.#options.logs.drop(uid);
  }
}

function servicesOf(
  node: NodeIdentity,
  shared: Pick<NodeServices, "client" | "clock" | "events" | "logs" | "disk">,
): NodeServices {
  const taken = new Set<string>();
  let last = 1;
  return {
    ...shared,
    node,
    images: new Set(),
    takeAddress() {
      for (let tries = 0; tries < 253; tries += 1) {
        last = last >= 254 ? 2 : last + 1;
        const address = `${node.podNetwork}.${last}`;
        if (taken.has(address)) continue;
        taken.add(address);
        return address;
      }
      throw new Error(`${node.name} has no more addresses`);
    },
    releaseAddress: (address) => taken.delete(address),
  };
}
