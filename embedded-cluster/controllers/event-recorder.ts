import type { Clock } from "#lib/time/clock";
import type { ApiClient } from "../api-client.ts";
import type { ApiObject } from "../objects.ts";
import { instant } from "./workloads.ts";

export interface RecordedEvent {
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
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
    const { namespace, name, uid, resourceVersion } = about.metadata;
    const key = [uid, event.type, event.reason, event.message].join("\0");
    const known = this.#known.get(key);
    const lastTimestamp = instant(now);
    if (known) {
      const count = known.count + 1;
      try {
        await this.#client.patch("events", namespace ?? "default", known.name, {
          count,
          lastTimestamp,
        });
        this.#known.set(key, { name: known.name, count });
        return;
      } catch {
        // It has expired; the next one is the first again.
        this.#known.delete(key);
      }
    }
    // The hexadecimal nanoseconds of client-go; the counter keeps those of one millisecond apart.
    const suffix = (BigInt(now) * 1_000_000n + BigInt(this.#made++ % 1_000_000)).toString(16);
    const made = { name: `${name}.${suffix}`, count: 1 };
    await this.#client.create("events", namespace ?? "default", {
      apiVersion: "v1",
      kind: "Event",
      metadata: { name: made.name, namespace: namespace ?? "default" },
      involvedObject: {
        apiVersion: about.apiVersion,
        kind: about.kind,
        namespace,
        name,
        uid,
        resourceVersion,
      },
      ...event,
      source: { component: this.#component },
      reportingComponent: this.#component,
      reportingInstance: "",
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
