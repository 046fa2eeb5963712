import type { Pod as PrintedPod } from "#lib/kubernetes/types";
import { summarizePod } from "#lib/printers/pod-status";
import { ManualClock } from "#lib/time/clock";
import { ServedApi } from "../../controllers/testing/served-api.ts";
import type { ApiObject, Plural } from "../../objects.ts";
import { startKubelet } from "../kubelet.ts";
import { LogBook } from "../log-book.ts";
import type { Pod } from "../pod-fields.ts";
import { startScheduler } from "../scheduler.ts";

/** Lets everything settle that needs no time to pass. */
async function settle(): Promise<void> {
  for (let i = 0; i < 40; i++) await new Promise(setImmediate);
}

/** Scheduler and kubelet over an API server of their own, on a clock that a test moves. */
export class NodeCluster {
  readonly clock = new ManualClock(Date.parse("2026-03-10T12:00:00Z"));
  readonly served = new ServedApi(this.clock, "1.37", "default");
  readonly api = this.served.client;
  readonly logs = new LogBook(this.clock);
  readonly failures: unknown[] = [];
  readonly #ending = new AbortController();
  /** What kubectl would have printed of each Pod, one after the other: `1/1 Running`. */
  readonly #seen = new Map<string, string[]>();
  readonly #parts: readonly { stop(): Promise<void> }[];

  constructor() {
    const failed = (_: string, error: unknown) => this.failures.push(error);
    this.#parts = [
      startKubelet(this.api, this.clock, { logs: this.logs, failed }),
      startScheduler(this.api, this.clock, failed),
    ];
    void this.#observe();
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    const stopped = Promise.all(this.#parts.map((part) => part.stop()));
    await this.pass(5000);
    await stopped;
  }

  async #observe(): Promise<void> {
    const { resourceVersion } = await this.api.list("pods", null);
    const events = this.api.watch("pods", null, resourceVersion, this.#ending.signal);
    for await (const { type, object } of events) {
      const { ready, status } = summarizePod(object as unknown as PrintedPod);
      const lines = this.#seen.get(object.metadata.name) ?? [];
      const line = type === "DELETED" ? "gone" : `${ready} ${status}`;
      if (lines.at(-1) !== line) lines.push(line);
      this.#seen.set(object.metadata.name, lines);
    }
  }

  /** Moves the clock from timer to timer and lets everyone do their work at each. */
  async pass(ms: number): Promise<void> {
    const end = this.clock.now() + ms;
    await settle();
    while (this.clock.now() < end) {
      const next = this.clock.pending().find((wait) => wait > 0) ?? ms;
      await this.clock.advance(Math.min(next, end - this.clock.now()));
      await settle();
    }
  }

  create(name: string, spec: object, metadata: object = {}) {
    return this.api.create("pods", "default", {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name, ...metadata },
      spec: { restartPolicy: "Never", ...spec },
    });
  }

  delete(name: string, gracePeriodSeconds?: number): Promise<void> {
    return this.api.delete("pods", "default", name, {
      ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
    });
  }

  all(plural: Plural): ApiObject[] {
    return this.served.all(plural);
  }

  pod(name: string): Pod {
    const found = this.all("pods").find(({ metadata }) => metadata.name === name);
    if (!found) throw new Error(`There is no ${name}`);
    return found as Pod;
  }

  /** The container's status, of whatever kind it is. */
  // biome-ignore lint/suspicious/noExplicitAny: as the API sends it
  container(pod: string, name = "main"): any {
    // biome-ignore lint/suspicious/noExplicitAny: as the API sends it
    const status = this.pod(pod).status as any;
    return [...(status.initContainerStatuses ?? []), ...status.containerStatuses].find(
      (one) => one.name === name,
    );
  }

  /** `Ready=False ContainersNotReady`, in the order of the status. */
  conditions(name: string): string[] {
    return (this.pod(name).status?.conditions ?? []).map(({ type, status, reason }) =>
      [`${type}=${status}`, reason].filter(Boolean).join(" "),
    );
  }

  seen(name: string): string[] {
    return this.#seen.get(name) ?? [];
  }

  /** `Normal Pulling Pulling image "busybox"`, with ` x2` after what was counted twice. */
  events(about: string): string[] {
    return this.all("events")
      .filter((event) => event.involvedObject.name === about)
      .map(({ type, reason, message, count }) =>
        [type, reason, message, ...(count > 1 ? [`x${count}`] : [])].join(" "),
      );
  }

  /** The lines of a container, `!` before those of standard error. */
  log(pod: string, container = "main", restart = 0): string[] | undefined {
    const podUid = this.pod(pod).metadata.uid;
    return this.logs
      .lines({ podUid, container, restart })
      ?.map(({ stream, text }) => `${stream === "stderr" ? "!" : ""}${text}`);
  }
}

/** A container of busybox that runs this script. */
export const shell = (script: string, more: object = {}): object => ({
  name: "main",
  image: "busybox",
  command: ["sh", "-c", script],
  ...more,
});
