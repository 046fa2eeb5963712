import { setTimeout as delay } from "node:timers/promises";
import { Agent } from "undici";
import type { Delta, RowOf, Snapshot } from "#lib/api/frames";
import { type PackedFrame, unpackFrame } from "#lib/api/row-tuples";
import { NotOpened, openEvents } from "./event-stream.ts";
import type { FaultView, Rows } from "./held.ts";

type Row = RowOf<FaultView>;

export interface TabOptions {
  readonly origin: string;
  /** Asked before each connection: a browser's tabs share what the last login gave. */
  readonly cookie: () => string;
  readonly namespace: string;
  readonly view: FaultView;
}

const retryMs = 500;

/**
 * An open list, with every row of it, as a browser's script has them: it comes back by itself, at
 * the last event it had. What must never be seen, be it for a moment, is put down in `broken`.
 */
export class Tab {
  readonly broken: string[] = [];
  /** The states that its list went through. */
  readonly states: string[] = [];
  /** What it was told, one after the other: the uids of snapshots, and of deltas that had any. */
  readonly told: {
    readonly type: string;
    readonly rows: readonly string[];
    readonly gone: readonly string[];
  }[] = [];
  /** The texts each row had, by uid. */
  readonly shown = new Map<string, { readonly name: string; readonly completions: string[] }>();
  /** How often it was sent away, by status. */
  readonly refusals: number[] = [];
  /** When it was to come back after each restart it was told of, in milliseconds. */
  readonly restarts: number[] = [];
  rows: ReadonlyMap<string, Row> = new Map();
  readonly #options: TabOptions;
  readonly #agent = new Agent({ connections: 1 });
  readonly #gone = new Set<string>();
  readonly #left = new AbortController();
  #unconfirmed = new Set<string>();
  /** The server knows how many there are. */
  #counted = false;
  #after = "";

  constructor(options: TabOptions) {
    this.#options = options;
    void this.#run();
  }

  get state(): string | undefined {
    return this.states.at(-1);
  }

  /** All its rows. */
  get held(): Rows {
    return Object.fromEntries(this.rows);
  }

  async close(): Promise<void> {
    this.#left.abort();
    await this.#agent.destroy();
  }

  async #run(): Promise<void> {
    while (!this.#left.signal.aborted) {
      const asked = await this.#connect().catch((error: unknown) => {
        if (error instanceof NotOpened) this.refusals.push(error.status);
        return 0;
      });
      const wait = Math.max(retryMs, asked) * (1 + Math.random());
      await delay(wait, undefined, { signal: this.#left.signal }).catch(() => {});
    }
  }

  /** Gives how long the server wants to be left alone, in milliseconds. */
  async #connect(): Promise<number> {
    const { origin, cookie, namespace, view } = this.#options;
    const url = new URL(`/api/watch?view=${view}&ns=${namespace}`, origin);
    if (this.#after !== "") url.searchParams.set("after", this.#after);
    let backInMs = 0;
    for await (const event of openEvents(url, cookie(), this.#left.signal, this.#agent)) {
      if (event.id !== "") this.#after = event.id;
      const frame = unpackFrame(event.data as PackedFrame);
      if (frame.type === "restart") {
        this.restarts.push(frame.afterMs);
        backInMs = frame.afterMs;
      } else if (frame.type === "snapshot" || frame.type === "delta") this.#take(frame);
    }
    return backInMs;
  }

  #take(frame: Snapshot | Delta): void {
    const { view } = this.#options;
    const state = frame.states?.[view]?.state;
    // Rows that went with the right to see them come back with it.
    if (this.state === "forbidden" && state) this.#gone.clear();
    if (state && state !== this.state) this.states.push(state);
    if (frame.counts) this.#counted = frame.counts[view] !== null;
    const { type } = frame;
    const changed: readonly Row[] =
      frame.type === "snapshot" ? (frame.tables[view] ?? []) : (frame.tables?.[view]?.rows ?? []);
    const gone = frame.type === "delta" ? (frame.tables?.[view]?.gone ?? []) : [];
    const rows = new Map(type === "delta" || this.#listing ? this.rows : []);
    if (type === "snapshot") this.#unconfirmed = new Set(rows.keys());
    for (const row of changed) {
      rows.set(row.uid, row);
      this.#unconfirmed.delete(row.uid);
    }
    for (const uid of [...gone, ...(this.#listing ? [] : this.#unconfirmed)]) rows.delete(uid);
    if (!this.#listing) this.#unconfirmed.clear();
    for (const uid of this.rows.keys()) if (!rows.has(uid)) this.#gone.add(uid);
    for (const row of changed) this.#note(row);
    const names = [...rows.values()].map(({ name }) => name);
    if (new Set(names).size < names.length && this.#unconfirmed.size === 0) {
      this.broken.push(`two rows have one name: ${names.sort()}`);
    }
    this.rows = rows;
    if (type === "delta" && changed.length + gone.length === 0) return;
    this.told.push({ type, rows: changed.map(({ uid }) => uid), gone });
  }

  /** The server lists anew: rows of before stay until that is done. */
  get #listing(): boolean {
    return !this.#counted && this.state !== "forbidden" && this.state !== "error";
  }

  #note({ uid, name, ...row }: Row): void {
    const completions = "completions" in row ? row.completions : "";
    if (this.#gone.has(uid)) this.broken.push(`${name} (${uid}) is back after it was gone`);
    const known = this.shown.get(uid) ?? { name, completions: [] };
    if (known.completions.at(-1) !== completions) known.completions.push(completions);
    this.shown.set(uid, known);
  }
}
