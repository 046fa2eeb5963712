import type {
  ClusterInfo,
  Counts,
  ResourceState,
  ResourceStates,
  Snapshot,
  TableName,
} from "#lib/api/frames";
import type { Scope } from "#lib/api/scope";
import type { Requirement } from "#lib/kubernetes/selector";
import { noCronJobs } from "#lib/server/discovery";
import { countsOf, instant } from "#lib/server/feed";
import type { Feeds, InformerPool } from "#lib/server/informer-pool";
import type { Sink } from "#lib/server/sse";
import type { TableSource } from "#lib/server/table-source";
import { openView, type View } from "#lib/server/view";
import type { Clock } from "#lib/time/clock";

/** At most one delta in this time, but the first change after a quiet spell leaves at once. */
const flushMs = 100;

export interface WatchContext {
  readonly pool: InformerPool;
  readonly clock: Clock;
  /** The API server's present, in milliseconds since the epoch. */
  readonly serverNow: () => number;
  readonly cluster: () => ClusterInfo;
  /** What a scope without namespaces means: all where they may be listed, else these. */
  readonly fallback: "*" | readonly string[];
  readonly contextNamespace: string;
}

const tableNames: readonly TableName[] = ["cronjobs", "jobs", "pods"];

type Choices = Snapshot["choices"];

/**
 * One browser's view: a snapshot, then what changed. The connection keeps only what is waiting, and
 * nothing is encoded while the browser has not read what it was sent.
 */
export class WatchStream {
  readonly #context: WatchContext;
  readonly #scope: Scope;
  readonly #selector: readonly Requirement[];
  readonly #sink: Sink;
  #feeds: Feeds | null = null;
  #view: View | null = null;
  #namespaces: Snapshot["namespaces"] = "*";
  #stops: (() => void)[] = [];
  #opening = false;
  /** What a view rests on has changed while it was being opened. */
  #outdated = false;
  #cancelFlush = () => {};
  #lastFlush = Number.NEGATIVE_INFINITY;
  #scheduled = false;
  #sent = new Map<string, string>();

  constructor(context: WatchContext, scope: Scope, selector: readonly Requirement[], sink: Sink) {
    this.#context = context;
    this.#scope = scope;
    this.#selector = selector;
    this.#sink = sink;
  }

  /** Serves the sink until it ends. */
  async run(): Promise<void> {
    const { pool } = this.#context;
    const stopDiscovery = pool.discovery.subscribe(() => {
      // CronJobs may be listed from now on.
      if (pool.discovery.state.state === "reached") void this.#open();
      else this.#touch();
    });
    try {
      await this.#open();
      await new Promise<void>((resolve) => {
        if (this.#sink.signal.aborted) resolve();
        else this.#sink.signal.addEventListener("abort", () => resolve(), { once: true });
      });
    } finally {
      stopDiscovery();
      this.#close();
    }
  }

  /** Chooses the feeds and begins anew with a snapshot. */
  async #open(): Promise<void> {
    this.#outdated = true;
    if (this.#opening) return;
    this.#opening = true;
    try {
      while (this.#outdated && !this.#sink.signal.aborted) {
        this.#outdated = false;
        await this.#openOnce();
      }
    } finally {
      this.#opening = false;
    }
  }

  async #openOnce(): Promise<void> {
    const { pool } = this.#context;
    this.#namespaces = await this.#resolve();
    const feeds = await pool.feeds(this.#namespaces === "*" ? null : this.#namespaces);
    this.#close();
    if (this.#sink.signal.aborted) return;
    this.#feeds = feeds;
    this.#view = openView(this.#scope, this.#selector, feeds, () => this.#touch());
    this.#stops = [
      pool.namespaces.subscribe({ changes: () => this.#touch(), state: () => this.#touch() }),
    ];
    this.#sendSnapshot(this.#view);
  }

  #close(): void {
    this.#view?.close();
    this.#view = null;
    for (const stop of this.#stops) stop();
    this.#stops = [];
    this.#cancelFlush();
    this.#scheduled = false;
  }

  async #resolve(): Promise<Snapshot["namespaces"]> {
    if ("name" in this.#scope) return [this.#scope.namespace];
    if (this.#scope.namespaces !== "default") return this.#scope.namespaces;
    const { fallback, pool, contextNamespace } = this.#context;
    if (fallback !== "*") return fallback;
    return (await pool.allowsAll(this.#scope.view)) ? "*" : [contextNamespace];
  }

  #touch(): void {
    if (this.#scheduled || !this.#view) return;
    this.#scheduled = true;
    const { clock } = this.#context;
    const wait = this.#lastFlush + flushMs - clock.now();
    const flush = () => void this.#flush();
    if (wait <= 0) queueMicrotask(flush);
    else this.#cancelFlush = clock.after(wait, flush);
  }

  async #flush(): Promise<void> {
    await this.#sink.drained();
    this.#scheduled = false;
    const view = this.#view;
    if (!view || this.#sink.signal.aborted) return;
    this.#lastFlush = this.#context.clock.now();
    const refused = this.#refused();
    if (refused.length > 0) {
      for (const plural of refused) this.#context.pool.refuseAll(plural);
      void this.#open();
      return;
    }
    const tables = view.tables.flatMap((table) => {
      const changes = table.changes();
      if (!changes) return [];
      const { rows, gone } = changes;
      return [`"${table.name}":{"rows":[${rows.join(",")}],"gone":${JSON.stringify(gone)}}`];
    });
    const fields = this.#changedFields(view);
    if (tables.length > 0) fields.push(`"tables":{${tables.join(",")}}`);
    if (fields.length === 0) return;
    this.#sink.send("delta", `{"type":"delta",${this.#now()},${fields.join(",")}}`);
  }

  #sendSnapshot(view: View): void {
    this.#scheduled = false;
    this.#sent.clear();
    const tables = view.tables.map((table) => snapshotOf(table));
    const fields = this.#changedFields(view);
    this.#lastFlush = this.#context.clock.now();
    this.#sink.send(
      "snapshot",
      `{"type":"snapshot",${this.#now()},${fields.join(",")},"tables":{${tables.join(",")}}}`,
    );
  }

  /** The parts beside the tables whose text differs from what was last sent. */
  #changedFields(view: View): string[] {
    const parts: Record<string, unknown> = {
      cluster: this.#context.cluster(),
      namespaces: this.#namespaces,
      choices: this.#choices(),
      states: this.#states(),
      counts: this.#counts(),
      detail: view.detail(),
    };
    const changed: string[] = [];
    for (const [name, value] of Object.entries(parts)) {
      const text = JSON.stringify(value);
      if (this.#sent.get(name) === text) continue;
      this.#sent.set(name, text);
      changed.push(`"${name}":${text}`);
    }
    return changed;
  }

  #now(): string {
    return `"now":"${instant(this.#context.serverNow())}"`;
  }

  #counts(): Counts {
    return countsOf(this.#feeds ?? { cronjobs: null, jobs: null, pods: null });
  }

  #states(): ResourceStates {
    const { discovery } = this.#context.pool;
    const feeds = this.#feeds;
    if (discovery.state.state === "asking") {
      const { since, message, retryAt } = discovery.state;
      const state: ResourceState =
        message === null
          ? { state: "syncing", listed: 0, total: null }
          : {
              state: "stale",
              since: instant(since),
              message,
              retryAt: retryAt === null ? null : instant(retryAt),
            };
      return { cronjobs: state, jobs: state, pods: state };
    }
    return {
      cronjobs: feeds?.cronjobs?.state ?? {
        state: "error",
        message: noCronJobs,
      },
      jobs: feeds?.jobs.state ?? { state: "syncing", listed: 0, total: null },
      pods: feeds?.pods.state ?? { state: "syncing", listed: 0, total: null },
    };
  }

  /** Resources whose cluster-wide list was refused although single namespaces would do. */
  #refused(): TableName[] {
    const asked = "namespaces" in this.#scope ? this.#scope.namespaces : "chosen";
    if (asked === "*") return [];
    return tableNames.filter((name) => {
      const feed = this.#feeds?.[name];
      if (!feed?.clusterWide || feed.state.state !== "forbidden") return false;
      // With all namespaces by default, only the view's own resource decides to ask for less.
      return this.#namespaces !== "*" || name === this.#scope.view;
    });
  }

  #choices(): Choices {
    const { pool, contextNamespace } = this.#context;
    const { store, synced } = pool.namespaces;
    if (synced)
      return { names: names([...store.all()].map((it) => it.metadata.name)), complete: true };
    const seen = new Set([contextNamespace]);
    for (const feed of listed(this.#feeds)) {
      for (const object of feed.objects()) seen.add(object.metadata.namespace);
    }
    return { names: names(seen), complete: false };
  }
}

function snapshotOf(table: TableSource): string {
  return `"${table.name}":[${table.snapshot().join(",")}]`;
}

function listed(feeds: Feeds | null) {
  if (!feeds) return [];
  return [...(feeds.cronjobs ? [feeds.cronjobs] : []), feeds.jobs, feeds.pods] as const;
}

function names(from: Iterable<string>): string[] {
  return [...from].sort((a, b) => (a < b ? -1 : 1));
}
