import type { Clock } from "#lib/time/clock";
import type { ApiClient } from "../api-client.ts";
import type { EventRecorder } from "../controllers/event-recorder.ts";
import { refusedAs } from "../controllers/refusal.ts";
import { instant } from "../controllers/workloads.ts";
import { ActiveDeadline, deadlineExceeded } from "./active-deadline.ts";
import { ContainerLifecycle } from "./container-lifecycle.ts";
import { type ContainerRecord, markEnded, recordsOf } from "./container-record.ts";
import { delayOf } from "./delay.ts";
import { environment, type Lookup } from "./environment.ts";
import { evictAfterMs, evicted, rejected, rejectedStatus } from "./eviction.ts";
import type { LogBook } from "./log-book.ts";
import type { NodeIdentity } from "./nodes.ts";
import { deleteForGood } from "./pod-deletion.ts";
import type { Container, Pod, PodStatus } from "./pod-fields.ts";
import { initFailed, type PodFacts, podStatus, type Verdict } from "./pod-status.ts";
import type { Volume } from "./shell/file-system.ts";
import { StatusWriter } from "./status-writer.ts";
import { mountVolumes, type Volumes } from "./volumes.ts";

/** What a node lends its Pods. */
export interface NodeServices {
  readonly client: ApiClient;
  readonly clock: Clock;
  readonly logs: LogBook;
  readonly events: EventRecorder;
  readonly node: NodeIdentity;
  readonly images: Set<string>;
  readonly disk: Volume;
  takeAddress(): string;
  releaseAddress(address: string): void;
}

/** One Pod on its node, from its admission to its last status. */
export class PodLifecycle {
  readonly #services: NodeServices;
  readonly #writer: StatusWriter;
  readonly #containers: readonly ContainerLifecycle[];
  readonly #records: readonly ContainerRecord[];
  /** Aborted when the Pod is stopped. */
  readonly #going = new AbortController();
  /** Aborted when no container shall be started any more. */
  readonly #restarting = new AbortController();
  readonly #runs = new Map<ContainerLifecycle, Promise<void>>();
  readonly #startTime: string;
  readonly #deadline: ActiveDeadline;
  #timers: (() => void)[] = [];
  #podIP: string | null = null;
  #volumes: Volumes = new Map();
  #sandbox: PodFacts["sandbox"] = "none";
  #verdict: Verdict | null = null;
  #stopping: Promise<void> | null = null;
  #ended = false;
  #admitted = true;
  #abandoned = false;

  constructor(pod: Pod, services: NodeServices) {
    this.#services = services;
    this.#startTime = instant(services.clock.now());
    this.#deadline = new ActiveDeadline(services.clock, () =>
      this.#exceed(deadlineExceeded, "Normal"),
    );
    this.#writer = new StatusWriter(services.client, services.clock, pod, (now) =>
      this.#status(now),
    );
    this.#records = recordsOf(pod.spec);
    const around = this.#surroundings();
    this.#containers = this.#records.map((record) => new ContainerLifecycle(record, around));
  }

  get #pod(): Pod {
    return this.#writer.pod;
  }

  /** Resolves when nothing of the Pod is left to do; rejects with what nobody foresaw. */
  async run(): Promise<void> {
    try {
      await this.#live();
    } catch (error) {
      if (!this.#going.signal.aborted) throw error;
    }
    await this.#stopping;
    this.#deadline.cancel();
    for (const cancel of this.#timers) cancel();
  }

  /** Takes a newer version of the Pod; a deletion stops it, a shorter grace hurries it. */
  update(pod: Pod): void {
    this.#writer.heard(pod);
    this.#deadline.heard(pod);
    // Gates and what else others write into the status may change what is ready.
    this.#writer.write();
    const { deletionTimestamp, deletionGracePeriodSeconds = 30 } = pod.metadata;
    if (deletionTimestamp) void this.#stop(null, deletionGracePeriodSeconds);
  }

  /** The Pod is gone from the API: whatever runs is killed and told to nobody. */
  abandon(): void {
    this.#abandoned = true;
    this.#writer.abandon();
    void this.#stop(null, 0);
  }

  #sleep(ms: number): Promise<void> {
    return this.#services.clock.sleep(ms, this.#going.signal);
  }

  async #live(): Promise<void> {
    const pod = this.#pod;
    const { uid } = pod.metadata;
    const evictAfter = evictAfterMs(pod);
    if (evictAfter === 0) return await this.#reject();
    this.#deadline.heard(pod);
    if (evictAfter !== null) this.#after(evictAfter, () => this.#exceed(evicted(pod), "Warning"));
    this.#writer.write();
    await this.#sleep(delayOf(uid, 150, 500));
    this.#volumes = await mountVolumes(pod, {
      disk: this.#services.disk,
      lookup: this.#lookup,
      sleep: (ms) => this.#sleep(ms),
      failed: (message) => this.#event("Warning", "FailedMount", message),
    });
    this.#sandbox = "ready";
    this.#writer.write();
    await this.#sleep(delayOf(`${uid}/sandbox`, 150, 500));
    this.#podIP = this.#services.takeAddress();
    if (await this.#initialize()) {
      const main = this.#containers.filter(({ record }) => record.role === "main");
      await Promise.all(main.map((container, i) => this.#begin(container, main[i - 1]?.tried)));
    }
    this.#going.signal.throwIfAborted();
    this.#killAfter(pod.spec.terminationGracePeriodSeconds ?? 30);
    await this.#endSidecars();
    await this.#sleep(delayOf(`${uid}/end`, 300, 1000));
    await this.#finish();
  }

  #after(ms: number, run: () => void): void {
    this.#timers.push(this.#services.clock.after(ms, run));
  }

  #killAfter(seconds: number): void {
    this.#after(seconds * 1000, () => {
      for (const container of this.#containers) container.kill();
    });
  }

  #begin(container: ContainerLifecycle, turn = Promise.resolve()): Promise<void> {
    const run = container.run(turn);
    this.#runs.set(container, run);
    return run;
  }

  /** Whether all init containers have done their part. */
  async #initialize(): Promise<boolean> {
    for (const container of this.#containers) {
      if (container.record.role === "main") continue;
      const run = this.#begin(container);
      if (container.record.role === "sidecar") await Promise.race([container.begun, run]);
      else await run;
      this.#going.signal.throwIfAborted();
      if (initFailed(container.record, this.#pod.spec.restartPolicy)) return false;
    }
    return true;
  }

  async #reject(): Promise<void> {
    this.#event("Warning", "Evicted", rejected);
    this.#admitted = false;
    this.#ended = true;
    this.#writer.write();
    await this.#writer.written();
  }

  #exceed(verdict: Verdict, type: "Normal" | "Warning"): void {
    if (this.#ended || this.#stopping) return;
    this.#event(type, verdict.reason, verdict.message);
    const hard = verdict.reason === "Evicted";
    void this.#stop(verdict, hard ? 0 : (this.#pod.spec.terminationGracePeriodSeconds ?? 30));
  }

  /** Ends everything within the grace; when called again only the grace may become shorter. */
  #stop(verdict: Verdict | null, graceSeconds: number): Promise<void> {
    this.#killAfter(graceSeconds);
    if (this.#ended && !this.#stopping) this.#stopping = this.#deleted();
    this.#stopping ??= this.#stopAll(verdict);
    return this.#stopping;
  }

  async #stopAll(verdict: Verdict | null): Promise<void> {
    this.#verdict = verdict;
    const initialized = this.#records.every(
      ({ role, ready, started }) => role === "main" || (role === "init" ? ready : started),
    );
    const reason = new Error("the pod is being stopped");
    this.#restarting.abort(reason);
    this.#going.abort(reason);
    this.#writer.write();
    const first = this.#containers.filter(({ record }) => record.role !== "sidecar");
    for (const container of first) container.terminate();
    await this.#settled(first);
    await this.#endSidecars();
    for (const record of this.#records) markEnded(record, initialized);
    await this.#finish();
  }

  async #settled(containers: readonly ContainerLifecycle[]): Promise<void> {
    await Promise.allSettled(containers.map((container) => this.#runs.get(container)));
  }

  /** Sidecars go in the reverse of the order they came. */
  async #endSidecars(): Promise<void> {
    this.#restarting.abort(new Error("the pod has done its work"));
    const sidecars = this.#containers.filter(({ record }) => record.role === "sidecar").reverse();
    for (const sidecar of sidecars) sidecar.terminate();
    await this.#settled(sidecars);
  }

  async #finish(): Promise<void> {
    this.#ended = true;
    if (this.#sandbox === "ready") this.#sandbox = "gone";
    if (this.#podIP) this.#services.releaseAddress(this.#podIP);
    this.#writer.write();
    await this.#writer.written();
    if (this.#pod.metadata.deletionTimestamp) await this.#deleted();
  }

  async #deleted(): Promise<void> {
    await this.#writer.written();
    if (!this.#abandoned) await deleteForGood(this.#services.client, this.#pod);
  }

  #status(pod: Pod): PodStatus {
    const { clock, node } = this.#services;
    if (!this.#admitted) return rejectedStatus(pod, this.#startTime);
    const facts: PodFacts = {
      startTime: this.#startTime,
      hostIP: node.address,
      podIP: this.#podIP,
      sandbox: this.#sandbox,
      ended: this.#ended,
      verdict: this.#verdict,
      stopped: this.#stopping !== null,
    };
    return podStatus(pod, this.#records, facts, instant(clock.now()));
  }

  #event(type: "Normal" | "Warning", reason: string, message: string, container?: Container): void {
    const { events, node } = this.#services;
    // By its name, as every newer version of the Pod has objects of its own.
    const init = this.#pod.spec.initContainers?.some(({ name }) => name === container?.name);
    const fieldPath = container
      ? { fieldPath: `spec.${init ? "initContainers" : "containers"}{${container.name}}` }
      : {};
    events.record(this.#pod, { type, reason, message, host: node.name, ...fieldPath });
  }

  readonly #lookup: Lookup = async (plural, name) => {
    try {
      const { namespace = null } = this.#pod.metadata;
      return await this.#services.client.get(plural, namespace, name);
    } catch (error) {
      if (refusedAs(error, "NotFound")) return null;
      throw error;
    }
  };

  #surroundings() {
    const { clock, logs, images, node } = this.#services;
    const lifecycle = this;
    return {
      clock,
      logs,
      images,
      signal: this.#restarting.signal,
      get pod() {
        return lifecycle.#pod;
      },
      get volumes() {
        return lifecycle.#volumes;
      },
      get podIP() {
        return lifecycle.#podIP ?? "";
      },
      environment: (container: Container) =>
        environment(
          this.#pod,
          container,
          { podIP: this.#podIP ?? "", hostIP: node.address },
          this.#lookup,
        ),
      event: (container: Container, type: "Normal" | "Warning", reason: string, message: string) =>
        this.#event(type, reason, message, container),
      changed: () => this.#writer.write(),
    };
  }
}
