import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AsideName } from "#lib/api/frames";
import { unpackFrame } from "#lib/api/row-tuples";
import { ScriptedApiServer } from "#lib/kubernetes/testing/scripted-api-server";
import { rawEvent, readRawLines } from "#lib/logs/raw-lines";
import { createDashboard, type Dashboard, type DashboardOptions } from "#lib/server/dashboard";
import { ask } from "#lib/server/testing/ask";
import { serverSentEvents } from "#lib/server/testing/server-sent-events";
import { ManualClock } from "#lib/time/clock";

const patienceMs = 10_000;

/** A dashboard on a scripted API server and a manual clock, asked as the routes ask it. */
export class Served {
  readonly api: ScriptedApiServer;
  readonly clock = new ManualClock();
  readonly errors: unknown[] = [];
  readonly dashboard: Dashboard;
  readonly #folder: string;
  readonly #streams: EventStream[] = [];

  private constructor(api: ScriptedApiServer, options: Partial<DashboardOptions>) {
    this.api = api;
    this.#folder = mkdtempSync(join(tmpdir(), "batchboard-test-"));
    const kubeconfig = join(this.#folder, "config");
    writeFileSync(kubeconfig, api.kubeconfig());
    this.dashboard = createDashboard({
      kubeconfig,
      clock: this.clock,
      refuse: () => null,
      onError: (error) => this.errors.push(error),
      onCluster: () => {},
      ...options,
    });
  }

  static async start(options: Partial<DashboardOptions> = {}): Promise<Served> {
    return new Served(await new ScriptedApiServer().listen(), options);
  }

  /** Opens a stream of an endpoint; failures to open are thrown as their JSON text. */
  async stream(endpoint: "watch" | "logs" | "log-search", query: string): Promise<EventStream> {
    const stop = new AbortController();
    const request = new Request(`http://localhost/api/${endpoint}?${query}`, {
      signal: stop.signal,
    });
    const response = await ask(this.dashboard, endpoint, request);
    if (response.status !== 200) throw new Error(await response.text());
    const stream = new EventStream(response, stop, this.clock);
    this.#streams.push(stream);
    return stream;
  }

  async get(
    endpoint: Exclude<Parameters<Dashboard["answer"]>[0], "actions" | "plan" | "creations">,
    query: string,
  ): Promise<Response> {
    return ask(this.dashboard, endpoint, new Request(`http://localhost/api/${endpoint}?${query}`));
  }

  act(body: unknown): Promise<Response> {
    return this.post("actions", body);
  }

  async post(
    endpoint: "actions" | "plan" | "creations",
    body: unknown,
    query = "",
  ): Promise<Response> {
    const request = new Request(`http://localhost/api/${endpoint}?${query}`, {
      method: "POST",
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
    return this.dashboard.answer(endpoint, request);
  }

  async close(): Promise<void> {
    for (const stream of this.#streams) stream.close();
    await this.dashboard.close();
    await this.api.close();
    rmSync(this.#folder, { recursive: true });
  }
}

export interface ReceivedEvent {
  readonly event: string;
  readonly id: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into frames of every type
  readonly data: any;
}

/** The reading end of a server-sent event stream. */
export class EventStream {
  readonly events: ReceivedEvent[] = [];
  readonly #stop: AbortController;
  readonly #clock: ManualClock;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #wakers = new Set<() => void>();
  ended = false;

  constructor(response: Response, stop: AbortController, clock: ManualClock) {
    this.#stop = stop;
    this.#clock = clock;
    this.#reader = (response.body ?? new ReadableStream()).getReader();
    void this.#read().catch(() => {});
  }

  /** The frames that matter: without heartbeats. */
  get frames() {
    return this.events.filter(({ event }) => event !== "heartbeat").map(({ data }) => data);
  }

  /** What a browser would show of a table: every row of the snapshot with the deltas applied. */
  // biome-ignore lint/suspicious/noExplicitAny: rows of every kind
  table(name: "cronjobs" | "jobs" | "pods"): Map<string, any> {
    // biome-ignore lint/suspicious/noExplicitAny: rows of every kind
    const rows = new Map<string, any>();
    for (const frame of this.frames) {
      if (frame.type === "snapshot") rows.clear();
      const changed =
        frame.type === "snapshot"
          ? { rows: frame.tables[name] ?? [], gone: [] }
          : frame.tables?.[name];
      for (const row of changed?.rows ?? []) rows.set(row.uid, row);
      for (const uid of changed?.gone ?? []) rows.delete(uid);
    }
    return rows;
  }

  /** The names in a table, sorted. */
  names(table: "cronjobs" | "jobs" | "pods"): string[] {
    return [...this.table(table).values()].map(({ name }) => name).sort();
  }

  /** What a browser would hold of what stands beside the rows, by uid. */
  beside<T>(name: AsideName): ReadonlyMap<string, T> {
    const all = new Map<string, T>();
    for (const { type, beside } of this.frames) {
      if (type === "snapshot") all.clear();
      for (const [uid, value] of Object.entries<T | null>(beside?.[name] ?? {})) {
        if (value === null) all.delete(uid);
        else all.set(uid, value);
      }
    }
    return all;
  }

  /** The last value a field of the frames had. */
  last(field: string) {
    return this.frames.findLast((frame) => field in frame)?.[field];
  }

  /** Resolves as soon as the condition holds; manual time goes on meanwhile. */
  until(condition: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        clearInterval(poll);
        reject(new Error(`never: ${what}; last frames ${JSON.stringify(this.events.slice(-3))}`));
      }, patienceMs);
      const look = () => {
        if (!condition()) return;
        clearTimeout(timer);
        clearInterval(poll);
        this.#wakers.delete(look);
        resolve();
      };
      // Manual time passes while real bytes travel, or what is coalesced would never leave.
      const poll = setInterval(() => void this.#clock.advance(20).then(look), 5);
      this.#wakers.add(look);
      look();
    });
  }

  /** Leaves as a browser does: the request is aborted, and nothing more is read. */
  close(): void {
    this.#stop.abort();
    void this.#reader.cancel().catch(() => {});
  }

  async #read(): Promise<void> {
    try {
      for await (const { event, id, data } of serverSentEvents(this.#reader)) {
        const frame =
          event === rawEvent
            ? readRawLines(data)
            : unpackFrame(JSON.parse(data === "" ? "null" : data));
        this.events.push({ event, id, data: frame });
        this.#wake();
      }
    } finally {
      this.ended = true;
      this.#wake();
    }
  }

  #wake(): void {
    for (const look of [...this.#wakers]) look();
  }
}
