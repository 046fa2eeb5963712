import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { InformerState, UpstreamObserver } from "#lib/kubernetes/observer";
import type { RequestKind } from "#lib/kubernetes/request-kind";
import type { PooledInformer } from "#lib/server/informer-pool";
import type { OutflowObserver } from "#lib/server/outflow";
import type { AnsweredRequest } from "#lib/server/route-template";

/** What is counted anew at each scrape. */
export interface MetricsSources {
  informers(): readonly PooledInformer[];
  /** Open streams by kind. */
  streams(): ReadonlyMap<string, number>;
}

const informerStates: readonly InformerState[] = [
  "syncing",
  "live",
  "backing-off",
  "forbidden",
  "list-only",
];
const latencySeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/**
 * The numbers of one dashboard, in the text format of Prometheus. Every label comes from a closed
 * set of words (resources, states, verbs, route templates, status codes): no namespace, object,
 * context or user is ever one, so that whoever may reach the port may read them (quality S35).
 */
export class Metrics implements UpstreamObserver, OutflowObserver {
  readonly #registry = new Registry();
  readonly #upstream: Histogram<"verb" | "resource" | "code">;
  readonly #lists: Counter<"resource">;
  readonly #watches: Counter<"resource">;
  readonly #events: Counter<"resource" | "type">;
  readonly #requests: Counter<"route" | "method" | "code">;
  readonly #durations: Histogram<"route">;
  readonly #refusals: Counter<"reason">;
  readonly #slow: Counter;
  readonly #stalled: Counter;
  readonly #bytes: Counter;

  constructor() {
    const registers = [this.#registry];
    this.#upstream = new Histogram({
      name: "batchboard_upstream_request_duration_seconds",
      help: "Time until the API server began its answer; code 0 is a request without one",
      labelNames: ["verb", "resource", "code"],
      buckets: latencySeconds,
      registers,
    });
    this.#lists = new Counter({
      name: "batchboard_reflector_lists_total",
      help: "Whole lists begun, as watch-list or in pages; more than one per informer are relists",
      labelNames: ["resource"],
      registers,
    });
    this.#watches = new Counter({
      name: "batchboard_reflector_watches_total",
      help: "Watches opened; more than one per informer are reconnects",
      labelNames: ["resource"],
      registers,
    });
    this.#events = new Counter({
      name: "batchboard_watch_events_total",
      help: "Events that watches brought; unreadable ones carried no object we could tell from others",
      labelNames: ["resource", "type"],
      registers,
    });
    this.#requests = new Counter({
      name: "batchboard_http_requests_total",
      help: "Requests answered; code 499 is one whose client left before",
      labelNames: ["route", "method", "code"],
      registers,
    });
    this.#durations = new Histogram({
      name: "batchboard_http_request_duration_seconds",
      help: "Time to the end of the answer; streams are not in it",
      labelNames: ["route"],
      buckets: latencySeconds,
      registers,
    });
    this.#refusals = new Counter({
      name: "batchboard_admission_refusals_total",
      help: "Streams and requests refused with 503 because too little was left",
      labelNames: ["reason"],
      registers,
    });
    this.#slow = new Counter({
      name: "batchboard_stream_slow_total",
      help: "Times a stream's queue was full: its browser then gets the latest state, not each change",
      registers,
    });
    this.#stalled = new Counter({
      name: "batchboard_stream_stalled_total",
      help: "Streams ended because the browser read nothing for a minute",
      registers,
    });
    this.#bytes = new Counter({
      name: "batchboard_stream_sent_bytes_total",
      help: "Bytes handed to streams",
      registers,
    });
  }

  /** Says where the gauges read from; called once, when there is something to read. */
  read(sources: MetricsSources): void {
    const registers = [this.#registry];
    const byResource = (gauge: Gauge<"resource">, of: (informer: PooledInformer) => number) => {
      gauge.reset();
      for (const informer of sources.informers()) {
        gauge.inc({ resource: informer.resource.plural }, of(informer));
      }
    };
    new Gauge({
      name: "batchboard_store_objects",
      help: "Objects held in memory",
      labelNames: ["resource"],
      registers,
      collect() {
        byResource(this, ({ store }) => store.size);
      },
    });
    new Gauge({
      name: "batchboard_informers",
      help: "Informers that run, by the state of their watch",
      labelNames: ["resource", "state"],
      registers,
      collect() {
        this.reset();
        for (const { resource, state } of sources.informers()) {
          for (const name of informerStates) {
            this.inc({ resource: resource.plural, state: name }, name === state.state ? 1 : 0);
          }
        }
      },
    });
    new Gauge({
      name: "batchboard_streams",
      help: "Streams that browsers hold open",
      labelNames: ["kind"],
      registers,
      collect() {
        for (const [kind, count] of sources.streams()) this.set({ kind }, count);
      },
    });
  }

  /** Adds the numbers of the whole process: event loop, heap, file descriptors, CPU. */
  readProcess(): void {
    collectDefaultMetrics({ register: this.#registry });
  }

  answered({ verb, resource, beginsList }: RequestKind, code: number, seconds: number): void {
    this.#upstream.observe({ verb, resource, code: String(code) }, seconds);
    if (beginsList) this.#lists.inc({ resource });
    if (verb === "watch" && code === 200) this.#watches.inc({ resource });
  }

  event(resource: string, type: string): void {
    this.#events.inc({ resource, type });
  }

  request({ route, method, code, seconds, stream }: AnsweredRequest): void {
    this.#requests.inc({ route, method, code: String(code) });
    if (!stream) this.#durations.observe({ route }, seconds);
  }

  refused(reason: string): void {
    this.#refusals.inc({ reason });
  }

  sent(bytes: number): void {
    this.#bytes.inc(bytes);
  }

  slow(): void {
    this.#slow.inc();
  }

  stalled(): void {
    this.#stalled.inc();
  }

  /** All of it, for `Content-Type: text/plain; version=0.0.4`. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }
}
