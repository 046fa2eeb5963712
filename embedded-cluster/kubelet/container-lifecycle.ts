import { createHash } from "node:crypto";
import type { Clock } from "#lib/time/clock";
import type { ContainerInstance } from "../container-logs.ts";
import { instant } from "../controllers/workloads.ts";
import { commandOf, memoryOf } from "./container-command.ts";
import { type ContainerRecord, isReadyAtOnce, restarts, terminatedOf } from "./container-record.ts";
import { backoffMs, delayOf, longestBackoffMs, syncMs } from "./delay.ts";
import { ConfigError } from "./environment.ts";
import { obtainImage } from "./image-pull.ts";
import type { LogBook } from "./log-book.ts";
import type { Container, Pod, Terminated } from "./pod-fields.ts";
import { runProbes } from "./probe.ts";
import { FileError, type FileSystem } from "./shell/file-system.ts";
import { type Ending, Process } from "./shell/process.ts";
import { Refusal } from "./shell/syntax.ts";
import { terminationMessage } from "./termination-message.ts";
import { filesOf, type Volumes } from "./volumes.ts";

/** What a container's life needs of the Pod it is in. */
export interface Surroundings {
  readonly clock: Clock;
  readonly logs: LogBook;
  readonly pod: Pod;
  readonly podIP: string;
  /** Images its node has. */
  readonly images: Set<string>;
  /** Ends waiting and restarting; a process that runs is ended by `terminate` and `kill`. */
  readonly signal: AbortSignal;
  readonly volumes: Volumes;
  /** Throws ConfigError. */
  environment(container: Container): Promise<ReadonlyMap<string, string>>;
  event(container: Container, type: "Normal" | "Warning", reason: string, message: string): void;
  /** A record has changed. */
  changed(): void;
}

const epoch = "1970-01-01T00:00:00Z";

/** One container from its image to its last instance. */
export class ContainerLifecycle {
  readonly record: ContainerRecord;
  readonly #around: Surroundings;
  /** Resolves when an instance has been started, its startup probe included. */
  readonly begun: Promise<void>;
  #resolveBegun: () => void = () => {};
  /** Resolves when an instance has been started, or could not be: then it is the next one's turn. */
  readonly tried: Promise<void>;
  #resolveTried: () => void = () => {};
  #process: Process | null = null;
  /** Restarts that have followed one another. */
  #crashes = 0;

  constructor(record: ContainerRecord, around: Surroundings) {
    this.record = record;
    this.#around = around;
    this.begun = new Promise((resolve) => {
      this.#resolveBegun = resolve;
    });
    this.tried = new Promise((resolve) => {
      this.#resolveTried = resolve;
    });
  }

  /**
   * Begins when it is its turn. Resolves when the container has ended and will not be started again,
   * or the signal came.
   */
  async run(turn: Promise<void>): Promise<void> {
    const { signal, pod } = this.#around;
    try {
      await turn;
      signal.throwIfAborted();
      for (;;) {
        const env = await this.#prepared();
        const exitCode = await this.#execute(env);
        if (signal.aborted) return;
        if (!restarts(this.record.role, pod.spec.restartPolicy, exitCode)) return;
        await this.#backOff();
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      this.#resolveTried();
    }
  }

  /** Asks the running instance to end; tells whether there is one. */
  terminate(message = `Stopping container ${this.record.container.name}`): boolean {
    if (!this.#process) return false;
    this.#event("Normal", "Killing", message);
    this.#process.terminate();
    return true;
  }

  kill(): void {
    this.#process?.kill();
  }

  #event(type: "Normal" | "Warning", reason: string, message: string): void {
    this.#around.event(this.record.container, type, reason, message);
  }

  #waiting(reason: string, message: string): void {
    const terminated = terminatedOf(this.record);
    if (terminated) this.record.last = terminated;
    this.record.state = { waiting: { reason, message } };
    this.#around.changed();
    this.#resolveTried();
  }

  /** Resolves with the environment when image and configuration are there. */
  async #prepared(): Promise<ReadonlyMap<string, string>> {
    const { clock, signal, images } = this.#around;
    const { container } = this.record;
    for (;;) {
      await obtainImage({
        container,
        clock,
        signal,
        present: images,
        waiting: (reason, message) => this.#waiting(reason, message),
        event: (type, reason, message) => this.#event(type, reason, message),
      });
      try {
        return await this.#around.environment(container);
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        this.#event("Warning", "Failed", `Error: ${error.message}`);
        this.#waiting("CreateContainerConfigError", error.message);
        await clock.sleep(syncMs, signal);
      }
    }
  }

  /** Runs one instance to its end; gives its exit code. */
  async #execute(env: ReadonlyMap<string, string>): Promise<number> {
    const { record } = this;
    const { clock, logs, pod, signal } = this.#around;
    signal.throwIfAborted();
    const { name } = record.container;
    const terminated = terminatedOf(record);
    if (terminated) record.last = terminated;
    if (record.id !== null) record.restarts += 1;
    const { uid } = pod.metadata;
    const instance = { podUid: uid, container: name, restart: record.restarts };
    const hash = createHash("sha256").update(`${uid}/${name}/${record.restarts}`).digest("hex");
    record.id = `containerd://${hash}`;
    logs.begin(instance);
    this.#event("Normal", "Created", "Container created");
    const process = this.#created(instance, env);
    if (!process) return 128;
    const startedAt = instant(clock.now());
    record.state = { running: { startedAt } };
    record.started = !record.container.startupProbe;
    record.ready = isReadyAtOnce(record);
    this.#process = process;
    this.#event("Normal", "Started", "Container started");
    this.#resolveTried();
    if (record.started) this.#resolveBegun();
    this.#around.changed();
    const probing = this.#probe(env, process.files);
    process.start();
    const ending = await process.ended;
    this.#process = null;
    probing.abort();
    const finishedAt = instant(clock.now());
    logs.end(instance);
    // The kubelet learns of an end when it next asks the runtime.
    await clock.sleep(delayOf(hash, 250, 900));
    this.#ended({ ...outcome(ending), startedAt, finishedAt }, instance);
    return ending.exitCode;
  }

  #created(instance: ContainerInstance, env: ReadonlyMap<string, string>): Process | null {
    const { clock, logs, volumes } = this.#around;
    const { container } = this.record;
    try {
      return new Process(
        {
          argv: commandOf(container, env),
          env,
          files: filesOf(container, volumes),
          memory: memoryOf(container),
          streams: {
            1: (text) => logs.write(instance, "stdout", text),
            2: (text) => logs.write(instance, "stderr", text),
          },
        },
        clock,
      );
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof FileError)) throw error;
      const { message } = error;
      this.#event("Warning", "Failed", `Error: ${message}`);
      logs.end(instance);
      const finishedAt = instant(clock.now());
      const ended = { exitCode: 128, reason: "StartError", message, startedAt: epoch, finishedAt };
      this.#ended(ended, instance);
      return null;
    }
  }

  #ended(terminated: Terminated, instance: ContainerInstance): void {
    const { record } = this;
    const message =
      terminated.message ??
      terminationMessage(record.container, terminated, this.#around.logs.lines(instance));
    record.state = {
      terminated: {
        ...terminated,
        ...(message ? { message } : {}),
        ...(record.id ? { containerID: record.id } : {}),
      },
    };
    record.started = false;
    record.ready = record.role === "init" && terminated.exitCode === 0;
    this.#around.changed();
  }

  #probe(env: ReadonlyMap<string, string>, files: FileSystem): AbortController {
    const { record } = this;
    const { container } = record;
    const { clock, podIP, pod } = this.#around;
    const instance = new AbortController();
    if (!container.startupProbe && !container.readinessProbe && !container.livenessProbe) {
      return instance;
    }
    void runProbes({
      container,
      clock,
      env,
      files,
      podIP,
      memory: memoryOf(container),
      signal: instance.signal,
      unhealthy: (message) => this.#event("Warning", "Unhealthy", message),
      started: () => {
        record.started = true;
        this.#resolveBegun();
        this.#around.changed();
      },
      ready: (ready) => {
        if (record.ready === ready) return;
        record.ready = ready;
        this.#around.changed();
      },
      failed: (probe) => {
        const again = restarts(record.role, pod.spec.restartPolicy, 137);
        const failed = `Container ${container.name} failed ${probe} probe`;
        // Without another container it is the end of the Pod, which is said in its own words.
        const isLast = pod.spec.containers.length === 1;
        if (again) this.terminate(`${failed}, will be restarted`);
        else this.terminate(isLast ? undefined : failed);
        const grace = (pod.spec.terminationGracePeriodSeconds ?? 30) * 1000;
        clock.sleep(grace, instance.signal).then(
          () => this.kill(),
          () => {},
        );
      },
    });
    return instance;
  }

  /** The first restart is made at once, later ones wait longer and longer (kubelet: 10 s to 5 min). */
  async #backOff(): Promise<void> {
    const { clock, signal, pod } = this.#around;
    const { namespace, name, uid } = pod.metadata;
    const ended = terminatedOf(this.record);
    const ranMs = Date.parse(ended?.finishedAt ?? "") - Date.parse(ended?.startedAt ?? "");
    if (ended?.startedAt !== epoch && ranMs > 2 * longestBackoffMs) this.#crashes = 0;
    const waitMs = this.#crashes === 0 ? 0 : backoffMs(this.#crashes - 1);
    this.#crashes += 1;
    const seenMs = delayOf(`${uid}/${this.record.restarts}`, 900, 1600);
    await clock.sleep(seenMs, signal);
    if (waitMs === 0) return;
    const who = `${name}_${namespace}(${uid})`;
    const container = this.record.container.name;
    this.#event(
      "Warning",
      "BackOff",
      `Back-off restarting failed container ${container} in pod ${who}`,
    );
    const back = waitMs < 60_000 ? `${waitMs / 1000}s` : goMinutes(waitMs / 1000);
    this.#waiting(
      "CrashLoopBackOff",
      `back-off ${back} restarting failed container=${container} pod=${who}`,
    );
    await clock.sleep(waitMs - seenMs, signal);
  }
}

const goMinutes = (seconds: number) => `${Math.floor(seconds / 60)}m${seconds % 60}s`;

function outcome({ exitCode, oomKilled }: Ending) {
  if (oomKilled) return { exitCode, reason: "OOMKilled" };
  return { exitCode, reason: exitCode === 0 ? "Completed" : "Error" };
}
