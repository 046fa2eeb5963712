import { isDeepStrictEqual } from "node:util";
import type { ClusterInfo, Snapshot } from "#lib/api/frames";
import type { Scope } from "#lib/api/scope";
import type { Requirement } from "#lib/kubernetes/selector";
import { toApiError } from "#lib/server/api-error";
import { DeltaRing } from "#lib/server/delta-ring";
import { instant } from "#lib/server/feed";
import type { Feeds, InformerPool } from "#lib/server/informer-pool";
import { encodeEvent, type Sink } from "#lib/server/sse";
import { openView, type View } from "#lib/server/view";
import { chosenNamespaces, refusedResources, viewParts } from "#lib/server/view-parts";
import type { Clock } from "#lib/time/clock";

/** At most one delta in this time, but the first change after a quiet spell leaves at once. */
const flushMs = 100;
/** A channel that nobody listens to goes on for so long: who was cut off comes back sooner. */
const lingerMs = 60_000;

export interface WatchContext {
  readonly pool: InformerPool;
  readonly clock: Clock;
  /** The API server's present, in milliseconds since the epoch. */
  readonly serverNow: () => number;
  readonly cluster: () => ClusterInfo;
  /** What a scope without namespaces means: all where they may be listed, else these. */
  readonly fallback: "*" | readonly string[];
  readonly contextNamespace: string;
  readonly onError: (error: unknown) => void;
}

interface Subscriber {
  readonly sink: Sink;
  /** The delta it was sent last; -1 when it needs a snapshot. */
  seq: number;
  /** It has yet to read what it was sent, and is sent nothing meanwhile. */
  behind: boolean;
}

/**
 * One scope as all its browsers see it: each begins with a snapshot, or where it was cut off, and is
 * then told what changed. A delta is encoded once, whoever listens, and kept for those who come
 * back, as long as the view does not begin anew.
 */
export class WatchChannel {
  readonly #context: WatchContext;
  readonly #scope: Scope;
  readonly #selector: readonly Requirement[];
  readonly #ended: () => void;
  readonly #subscribers = new Set<Subscriber>();
  readonly #stopDiscovery: () => void;
  #ring = new DeltaRing();
  #feeds: Feeds | null = null;
  #view: View | null = null;
  #namespaces: Snapshot["namespaces"] = "*";
  #stopNamespaces = () => {};
  #opening = false;
  /** What a view rests on has changed while it was being opened. */
  #outdated = false;
  #stopped = false;
  #cancelFlush = () => {};
  #cancelLinger = () => {};
  #lastFlush = Number.NEGATIVE_INFINITY;
  #scheduled = false;
  /** What frames hold beside the tables, as it was last told. */
  #told = new Map<string, string>();
  /** Every table as text, until something is touched. */
  #tables: string | null = null;

  /** `ended` is called once nobody has listened for a while. */
  constructor(
    context: WatchContext,
    scope: Scope,
    selector: readonly Requirement[],
    ended: () => void,
  ) {
    this.#context = context;
    this.#scope = scope;
    this.#selector = selector;
    this.#ended = ended;
    const { discovery } = context.pool;
    this.#stopDiscovery = discovery.subscribe(() => {
      // CronJobs may be listed from now on.
      if (discovery.state.state === "reached") void this.#open();
      else this.#touch();
    });
    void this.#open();
  }

  /** Serves the sink until it ends; `after` is the id of the last event it has, if any. */
  serve(sink: Sink, after: string | null): void {
    this.#cancelLinger();
    this.#tellPending();
    if (this.#stopped) return sink.end();
    const subscriber: Subscriber = { sink, seq: this.#ring.seqOf(after), behind: false };
    this.#subscribers.add(subscriber);
    const leave = () => this.#leave(subscriber);
    if (sink.signal.aborted) return leave();
    sink.signal.addEventListener("abort", leave, { once: true });
    if (!this.#view) return;
    this.#catchUp(this.#view, subscriber);
    void this.#reconsider().catch((error: unknown) => this.#fail(error));
  }

  /**
   * A snapshot holds the present, a delta what is new since the last: else what changes and changes
   * back between two deltas would stay wrong for who joined meanwhile.
   */
  #tellPending(): void {
    if (!this.#scheduled) return;
    this.#cancelFlush();
    this.#flush();
  }

  /** Rights may have been given or taken since the view was opened: whoever comes asks for them. */
  async #reconsider(): Promise<void> {
    const now = await chosenNamespaces(this.#scope, this.#context);
    if (!isDeepStrictEqual(now, this.#namespaces)) await this.#open();
  }

  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#cancelLinger();
    this.#stopDiscovery();
    this.#close();
    this.#ended();
  }

  #leave(subscriber: Subscriber): void {
    this.#subscribers.delete(subscriber);
    if (this.#subscribers.size > 0 || this.#stopped) return;
    this.#cancelLinger();
    this.#cancelLinger = this.#context.clock.after(lingerMs, () => this.stop());
  }

  /** Chooses the feeds and begins anew with a snapshot. */
  async #open(): Promise<void> {
    this.#outdated = true;
    if (this.#opening) return;
    this.#opening = true;
    try {
      while (this.#outdated && !this.#stopped) {
        this.#outdated = false;
        await this.#openOnce();
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#opening = false;
    }
  }

  async #openOnce(): Promise<void> {
    const { pool } = this.#context;
    this.#namespaces = await chosenNamespaces(this.#scope, this.#context);
    const feeds = await pool.feeds(this.#namespaces === "*" ? null : this.#namespaces);
    this.#close();
    if (this.#stopped) return;
    const touched = () => this.#touch();
    const view = openView(this.#scope, this.#selector, feeds, touched);
    this.#feeds = feeds;
    this.#view = view;
    this.#stopNamespaces = pool.namespaces.subscribe({ changes: touched, state: touched });
    this.#ring = new DeltaRing();
    this.#told = new Map(Object.entries(this.#parts(view)));
    this.#lastFlush = this.#context.clock.now();
    for (const subscriber of this.#subscribers) {
      subscriber.seq = -1;
      if (!subscriber.behind) this.#catchUp(view, subscriber);
    }
  }

  #close(): void {
    this.#view?.close();
    this.#view = null;
    this.#stopNamespaces();
    this.#cancelFlush();
    this.#scheduled = false;
    this.#tables = null;
  }

  /** Ends every stream for good. */
  #fail(error: unknown): void {
    this.#context.onError(error);
    const failure = JSON.stringify({ type: "failure", error: toApiError(error) });
    for (const { sink } of [...this.#subscribers]) {
      sink.send("failure", failure);
      sink.end();
    }
    this.stop();
  }

  #touch(): void {
    this.#tables = null;
    if (this.#scheduled || !this.#view) return;
    this.#scheduled = true;
    const { clock } = this.#context;
    const wait = this.#lastFlush + flushMs - clock.now();
    if (wait <= 0) queueMicrotask(() => this.#flush());
    else this.#cancelFlush = clock.after(wait, () => this.#flush());
  }

  #flush(): void {
    try {
      this.#tell();
    } catch (error) {
      this.#fail(error);
    }
  }

  #tell(): void {
    this.#scheduled = false;
    const view = this.#view;
    if (!view) return;
    this.#lastFlush = this.#context.clock.now();
    const refused = refusedResources(this.#scope, this.#namespaces, this.#feeds);
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
    const fields = this.#changedParts(view);
    if (tables.length > 0) fields.push(`"tables":{${tables.join(",")}}`);
    if (fields.length === 0) return;
    this.#ring.push(encodeEvent("delta", this.#frame("delta", fields), this.#ring.nextId));
    for (const subscriber of this.#subscribers) {
      if (!subscriber.behind) this.#catchUp(view, subscriber);
    }
  }

  /** Sends what a browser lacks: the deltas it missed, or a snapshot where they are not here. */
  #catchUp(view: View, subscriber: Subscriber): void {
    const { sink } = subscriber;
    if (!sink.writable) {
      subscriber.behind = true;
      void sink.drained().then(() => this.#resume(subscriber));
      return;
    }
    const missed = this.#ring.after(subscriber.seq);
    subscriber.seq = this.#ring.newest;
    if (!missed) sink.write(this.#snapshot(view));
    // Who comes back and missed nothing is told so.
    else if (missed.length === 0) sink.send("delta", this.#frame("delta", []), this.#ring.id);
    else for (const bytes of missed) sink.write(bytes);
  }

  /** Goes on after a slow browser has read: with the latest state, unless the history is shorter. */
  #resume(subscriber: Subscriber): void {
    subscriber.behind = false;
    this.#tellPending();
    const view = this.#view;
    if (!view || subscriber.sink.signal.aborted) return;
    const missed = this.#ring.after(subscriber.seq);
    if (missed?.length === 0) return;
    const history = missed?.reduce((sum, { length }) => sum + length, 0) ?? 0;
    if (history > this.#tablesOf(view).length) subscriber.seq = -1;
    this.#catchUp(view, subscriber);
  }

  #snapshot(view: View): Uint8Array {
    const parts = Object.entries(this.#parts(view)).map(([name, text]) => `"${name}":${text}`);
    const frame = this.#frame("snapshot", [...parts, `"tables":{${this.#tablesOf(view)}}`]);
    return encodeEvent("snapshot", frame, this.#ring.id);
  }

  #tablesOf(view: View): string {
    this.#tables ??= view.tables
      .map((table) => `"${table.name}":[${table.snapshot().join(",")}]`)
      .join(",");
    return this.#tables;
  }

  #frame(type: "snapshot" | "delta", fields: readonly string[]): string {
    const now = instant(this.#context.serverNow());
    return `{${[`"type":"${type}"`, `"now":"${now}"`, ...fields].join(",")}}`;
  }

  #changedParts(view: View): string[] {
    return Object.entries(this.#parts(view)).flatMap(([name, text]) => {
      if (this.#told.get(name) === text) return [];
      this.#told.set(name, text);
      return [`"${name}":${text}`];
    });
  }

  #parts(view: View): Readonly<Record<string, string>> {
    return viewParts(this.#context, view, this.#namespaces, this.#feeds);
  }
}
