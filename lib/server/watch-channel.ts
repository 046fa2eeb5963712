import { isDeepStrictEqual } from "node:util";
import type { ClusterInfo, Snapshot } from "#lib/api/frames";
import type { Scope } from "#lib/api/scope";
import type { Requirement } from "#lib/kubernetes/selector";
import { toApiError } from "#lib/server/api-error";
import type { AsideTables } from "#lib/server/aside-tables";
import { beginningOf } from "#lib/server/beginning";
import { Broadcast } from "#lib/server/broadcast";
import { within } from "#lib/server/deadline";
import { instant } from "#lib/server/feed";
import type { Feeds, InformerPool } from "#lib/server/informer-pool";
import { OverviewBoard } from "#lib/server/overview-board";
import type { Whole } from "#lib/server/snapshot";
import type { Sink } from "#lib/server/sse";
import { openView, type View } from "#lib/server/view";
import { openAsides } from "#lib/server/view-asides";
import { chosenNamespaces, refusedResources, viewParts } from "#lib/server/view-parts";
import type { Clock } from "#lib/time/clock";

/** At most one delta in this time, but the first change after a quiet spell leaves at once. */
const flushMs = 100;
/** A channel that nobody listens to goes on for so long: who was cut off comes back sooner. */
const lingerMs = 60_000;

/** A page waits so long for a view of what is followed already; rights may have to be asked first. */
const beginningMs = 50;

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
  readonly #broadcast: Broadcast;
  readonly #stopDiscovery: () => void;
  #feeds: Feeds | null = null;
  #view: View | null = null;
  #asides: AsideTables | null = null;
  #board: OverviewBoard | null = null;
  #namespaces: Snapshot["namespaces"] = "*";
  #stopNamespaces = () => {};
  readonly #opened: Promise<void>;
  #opening = false;
  /** What a view rests on has changed while it was being opened. */
  #outdated = false;
  #stopped = false;
  #cancelFlush = () => {};
  #cancelLinger = () => {};
  #idleSince: number | null = null;
  #lastFlush = Number.NEGATIVE_INFINITY;
  #scheduled = false;
  /** What frames hold beside the tables, as it was last told. */
  #told = new Map<string, string>();

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
    this.#broadcast = new Broadcast({
      clock: context.clock,
      now: () => instant(context.serverNow()),
      whole: () => this.#whole(),
      tellPending: () => this.#tellPending(),
      failed: (error) => this.#fail(error),
    });
    const { discovery } = context.pool;
    this.#stopDiscovery = discovery.subscribe(() => {
      // CronJobs may be listed from now on.
      if (discovery.state.state === "reached") void this.#open();
      else this.#touch();
    });
    this.#opened = this.#open();
  }

  /** Since when nobody listens; null while somebody does. */
  get idleSince(): number | null {
    return this.#idleSince;
  }

  /** Serves the sink until it ends; `after` is the id of the last event it has, if any. */
  serve(sink: Sink, after: string | null): void {
    this.#cancelLinger();
    this.#idleSince = null;
    this.#tellPending();
    if (this.#stopped) return sink.end();
    this.#broadcast.join(sink, after, () => this.#left());
    if (this.#view) void this.#reconsider().catch((error: unknown) => this.#fail(error));
  }

  /**
   * How a list begins: the JSON of a snapshot with its first rows, for whoever draws them before a
   * stream tells the rest. Null where they are not here or not known well.
   */
  async beginning(): Promise<string | null> {
    // Somebody will listen in a moment.
    if (this.#idleSince === null) this.#left();
    await within(this.#context.clock, beginningMs, () => this.#opened).catch(() => {});
    const view = this.#view;
    if (!view?.list) return null;
    const now = instant(this.#context.serverNow());
    return beginningOf(view.list, this.#parts(view), now);
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
    this.#broadcast.stop();
    this.#ended();
  }

  #left(): void {
    if (this.#broadcast.size > 0 || this.#stopped) return;
    this.#cancelLinger();
    this.#idleSince = this.#context.clock.now();
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
    this.#feeds = feeds;
    const settled = () => this.#openAsides(feeds, touched);
    const view = openView(this.#scope, this.#selector, feeds, touched, settled);
    this.#view = view;
    this.#stopNamespaces = pool.namespaces.subscribe({ changes: touched, state: touched });
    this.#beginAnew(view);
  }

  #openAsides(feeds: Feeds, touched: () => void): void {
    const [scope, selector, namespaces] = [this.#scope, this.#selector, this.#namespaces];
    const asides = openAsides(scope, selector, namespaces, feeds, this.#context, touched);
    this.#asides = asides;
    if (asides.foremost) {
      const { clock, serverNow: now, onError: failed } = this.#context;
      this.#board = new OverviewBoard(feeds, asides.foremost, { clock, now, touched, failed });
    }
    touched();
  }

  /** Forgets what was told: every browser gets a snapshot. */
  #beginAnew(view: View): void {
    this.#told = new Map(Object.entries(this.#parts(view)));
    this.#lastFlush = this.#context.clock.now();
    this.#broadcast.beginAnew();
  }

  #close(): void {
    this.#view?.close();
    this.#view = null;
    this.#asides?.close();
    this.#asides = null;
    this.#board?.close();
    this.#board = null;
    this.#stopNamespaces();
    this.#cancelFlush();
    this.#scheduled = false;
  }

  /** Ends every stream for good. */
  #fail(error: unknown): void {
    this.#context.onError(error);
    const failure = JSON.stringify({ type: "failure", error: toApiError(error) });
    this.#broadcast.fail("failure", failure);
    this.stop();
  }

  #touch(): void {
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
    const tables: string[] = [];
    for (const table of view.tables) {
      const changes = table.changes();
      if (changes === "anew") return this.#beginAnew(view);
      if (!changes) continue;
      const { rows, gone } = changes;
      tables.push(`"${table.name}":{"rows":[${rows.join(",")}],"gone":${JSON.stringify(gone)}}`);
    }
    // The overview counts what was told of it last.
    const beside = this.#asides?.changes() ?? null;
    const fields = this.#changedParts(view);
    if (tables.length > 0) fields.push(`"tables":{${tables.join(",")}}`);
    if (beside !== null) fields.push(`"beside":${beside}`);
    if (fields.length === 0) return;
    this.#broadcast.push(fields);
  }

  #whole(): Whole {
    const view = this.#view;
    if (!view) return { parts: {}, tables: [] };
    const tables = view.tables.map((table) => ({ name: table.name, rows: table.snapshot() }));
    const parts = { ...this.#parts(view), beside: this.#asides?.snapshot() ?? "{}" };
    return { parts, tables };
  }

  #changedParts(view: View): string[] {
    return Object.entries(this.#parts(view)).flatMap(([name, text]) => {
      if (this.#told.get(name) === text) return [];
      this.#told.set(name, text);
      return [`"${name}":${text}`];
    });
  }

  #parts(view: View): Readonly<Record<string, string>> {
    const eventsState = JSON.stringify(this.#asides?.eventsState ?? null);
    const parts = viewParts(this.#context, view, this.#namespaces, this.#feeds);
    return { ...parts, eventsState, ...this.#board?.parts() };
  }
}
