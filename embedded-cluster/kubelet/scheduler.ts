import type { Clock } from "#lib/time/clock";
import type { ApiClient } from "../api-client.ts";
import { eventName } from "../controllers/event-recorder.ts";
import { Informer, keyOf } from "../controllers/informer.ts";
import { Queue } from "../controllers/queue.ts";
import { refusedAs, unlessGone } from "../controllers/refusal.ts";
import { instant } from "../controllers/workloads.ts";
import { NodeUsage } from "./node-usage.ts";
import { isTerminal, type Node, type Pod, type PodCondition } from "./pod-fields.ts";
import { place } from "./scheduling.ts";

/** Once a Pod has ended, so many of those that wait are looked at again, a second later. */
const retriedAtOnce = 256;
const retryMs = 1000;
/** What has not changed is looked at again, and told again, after this long. */
const flushMs = 300_000;

/** Binds Pods to nodes, and says of others why it cannot. */
export function startScheduler(
  client: ApiClient,
  clock: Clock,
  failed: (pod: string, error: unknown) => void = () => {},
): { stop(): Promise<void> } {
  const ending = new AbortController();
  const pods = new Informer(client, "pods", clock, ending.signal);
  const nodes = new Informer(client, "nodes", clock, ending.signal);
  const scheduler = new Scheduler(client, clock, pods, nodes);
  const queue = new Queue({
    clock,
    sync: (key) => scheduler.schedule(key),
    failed,
    retryMs,
    longestRetryMs: 30_000,
  });
  pods.listen((now, before) => {
    const freed = scheduler.heard(now as Pod | undefined, before as Pod | undefined);
    if (now) queue.add(keyOf(now));
    if (freed) scheduler.retry((key) => queue.addAfter(key, retryMs));
  });
  nodes.listen(() => scheduler.retry((key) => queue.addAfter(key, retryMs)));
  const running = [pods.run(), nodes.run()];
  void Promise.all([pods.synced(), nodes.synced()]).then(
    () => queue.start(),
    () => {},
  );
  return {
    async stop() {
      ending.abort(new Error("the scheduler ends"));
      await queue.stop();
      await Promise.all(running);
    },
  };
}

class Scheduler {
  readonly #client: ApiClient;
  readonly #clock: Clock;
  readonly #pods: Informer;
  readonly #nodes: Informer;
  readonly #usage = new NodeUsage();
  /** Keys of Pods that fit nowhere, the longest waiting first, with why and since when it was told. */
  readonly #waiting = new Map<string, { message: string; toldAt: number }>();
  #events = 0;

  constructor(client: ApiClient, clock: Clock, pods: Informer, nodes: Informer) {
    this.#client = client;
    this.#clock = clock;
    this.#pods = pods;
    this.#nodes = nodes;
  }

  /** Takes a change of a Pod; tells whether a node has more room now. */
  heard(now: Pod | undefined, before: Pod | undefined): boolean {
    const pod = now ?? before;
    if (!pod) return false;
    if (!now) this.#waiting.delete(keyOf(pod));
    if (now?.spec.nodeName && !isTerminal(now)) this.#usage.add(now, now.spec.nodeName);
    else if (!now || isTerminal(now)) return this.#usage.remove(pod.metadata.uid);
    return false;
  }

  retry(again: (key: string) => void): void {
    let left = retriedAtOnce;
    for (const key of this.#waiting.keys()) if (left-- > 0) again(key);
  }

  async schedule(key: string): Promise<number | undefined> {
    const pod = this.#pods.get(key) as Pod | undefined;
    if (!pod || pod.spec.nodeName || pod.metadata.deletionTimestamp || isTerminal(pod)) return;
    if ((pod.spec.schedulerName ?? "default-scheduler") !== "default-scheduler") return;
    if (pod.spec.schedulingGates?.length) return;
    const rooms = this.#usage.rooms(this.#nodes.list() as Node[]);
    const placed = place(pod, rooms);
    if ("message" in placed) return await this.#unschedulable(pod, placed.message);
    this.#usage.add(pod, placed.node);
    await this.#bind(pod, placed.node);
    return;
  }

  async #bind(pod: Pod, node: string): Promise<void> {
    const { namespace = "default", name, uid } = pod.metadata;
    this.#waiting.delete(keyOf(pod));
    try {
      await this.#client.bind(namespace, name, node);
    } catch (error) {
      this.#usage.remove(uid);
      if (refusedAs(error, "NotFound") || refusedAs(error, "Conflict")) return;
      throw error;
    }
    const message = `Successfully assigned ${namespace}/${name} to ${node}`;
    await this.#event(pod, "Normal", "Scheduled", "Binding", message);
  }

  async #unschedulable(pod: Pod, message: string): Promise<number> {
    const key = keyOf(pod);
    const before = this.#waiting.get(key);
    const now = this.#clock.now();
    const told = before?.message === message && now - before.toldAt < flushMs;
    this.#waiting.delete(key);
    this.#waiting.set(key, { message, toldAt: told ? before.toldAt : now });
    if (!told) {
      await this.#notScheduled(pod, message);
      await this.#event(pod, "Warning", "FailedScheduling", "Scheduling", message);
    }
    return flushMs;
  }

  async #notScheduled(pod: Pod, message: string): Promise<void> {
    const old = pod.status?.conditions?.find(({ type }) => type === "PodScheduled");
    if (old?.message === message) return;
    const condition: PodCondition = {
      type: "PodScheduled",
      observedGeneration: pod.metadata.generation ?? 1,
      status: "False",
      reason: "Unschedulable",
      message,
      lastProbeTime: null,
      lastTransitionTime:
        (old?.status === "False" && old.lastTransitionTime) || instant(this.#clock.now()),
    };
    const others = (pod.status?.conditions ?? []).filter(({ type }) => type !== "PodScheduled");
    const status = { ...pod.status, phase: "Pending", conditions: [...others, condition] };
    await unlessGone(this.#client.updateStatus("pods", { ...pod, status }));
  }

  /** In the form of events.k8s.io, as the scheduler writes its Events; lost where it is refused. */
  async #event(
    pod: Pod,
    type: "Normal" | "Warning",
    reason: string,
    action: string,
    message: string,
  ): Promise<void> {
    const { namespace = "default", name, uid, resourceVersion } = pod.metadata;
    const now = this.#clock.now();
    const event = {
      apiVersion: "v1",
      kind: "Event",
      metadata: { name: eventName(name, now, this.#events++), namespace },
      involvedObject: { apiVersion: "v1", kind: "Pod", namespace, name, uid, resourceVersion },
      type,
      reason,
      action,
      message,
      eventTime: `${new Date(now).toISOString().slice(0, -1)}000Z`,
      firstTimestamp: null,
      lastTimestamp: null,
      source: {},
      reportingComponent: "default-scheduler",
      reportingInstance: "default-scheduler-embedded",
    };
    await this.#client.create("events", namespace, event).catch(() => {});
  }
}
