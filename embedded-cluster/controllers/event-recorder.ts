import type { Clock } from "#lib/time/clock";
import type { ApiClient } from "../api-client.ts";
import type { ApiObject } from "../objects.ts";
import { instant } from "./workloads.ts";

export interface RecordedEvent {
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
  /** `spec.containers{name}`, where it is about one container. */
  readonly fieldPath?: string;
  /** The node whose kubelet tells it. */
  readonly host?: string;
}

/** As client-go's cache of known events. */
const remembered = 4096;

/**
 * Writes Events in the order they happened, without making the caller wait. One that repeats counts
 * up. An Event that cannot be written, as in a namespace that is going, is lost, as in a real cluster.
 */
export class EventRecorder {
  readonly #client: ApiClient;
  readonly #clock: Clock;
  readonly #component: string;
  readonly #known = new Map<string, { name: string; count: number }>();
  #writing: Promise<void> = Promise.resolve();
  #made = 0;

  constructor(client: ApiClient, clock: Clock, component: string) {
    this.#client = client;
    this.#clock = clock;
    this.#component = component;
  }

  record(about: ApiObject, event: RecordedEvent): void {
    const now = this.#clock.now();
    this.#writing = this.#writing.then(() => this.#write(about, event, now)).catch(() => {});
  }

  /** Resolves when everything recorded so far is written. */
  written(): Promise<void> {
    return this.#writing;
  }

  async #write(about: ApiObject, event: RecordedEvent, now: number): Promise<void> {
    const { namespace = "default", name, uid, resourceVersion } = about.metadata;
    const { fieldPath, host, ...told } = event;
    const key = [uid, fieldPath, told.type, told.reason, told.message].join("\0");
    const known = this.#known.get(key);
    const lastTimestamp = instant(now);
    if (known) {
      // An Event that has expired meanwhile is written anew.
      this.#known.delete(key);
      const count = known.count + 1;
      const counted = await this.#client
        .patch("events", namespace, known.name, { count, lastTimestamp })
        .catch(() => null);
      if (counted) this.#known.set(key, { name: known.name, count });
      if (counted) return;
    }
    const made = { name: eventName(name, now, this.#made++), count: 1 };
    const object = { apiVersion: about.apiVersion, kind: about.kind, namespace, name, uid };
    await this.#client.create("events", namespace, {
      apiVersion: "v1",
      kind: "Event",
      metadata: { name: made.name, namespace },
      involvedObject: { ...object, resourceVersion, ...(fieldPath && { fieldPath }) },
      ...told,
      source: { component: this.#component, ...(host && { host }) },
      reportingComponent: this.#component,
      reportingInstance: host ?? "",
      firstTimestamp: lastTimestamp,
      lastTimestamp,
      count: 1,
      eventTime: null,
    });
    this.#known.set(key, made);
    const [oldest] = this.#known.keys();
    if (this.#known.size > remembered && oldest !== undefined) this.#known.delete(oldest);
  }
}

/** The hexadecimal nanoseconds of client-go; the counter keeps those of one millisecond apart. */
export function eventName(about: string, now: number, counter: number): string {
  return `${about}.${(BigInt(now) * 1_000_000n + BigInt(counter % 1_000_000)).toString(16)}`;
}
