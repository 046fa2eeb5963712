import { setTimeout as delay } from "node:timers/promises";
import { kubectlOrder } from "#lib/printers/order";
import { type Api, isPassing, Refusal } from "../cluster/api.ts";
import { type Comparison, compare, type ServerRow, type Table, tableAccept } from "./compare.ts";
import type { Kind, Plural } from "./kinds.ts";

/** A cell that must be seen: of one object, or with `name-*` of the Pods of the Job of this name. */
export interface Sight {
  readonly kind: Plural;
  readonly name: string;
  readonly column: string;
  readonly text: string | RegExp;
}

export interface Tally {
  lists: number;
  events: number;
  cells: number;
  /** Words of the STATUS column, as the API server printed them. */
  readonly words: Set<string>;
}

type WatchEvent =
  | { readonly type: "ERROR"; readonly object: { readonly code: number } }
  | { readonly type: "ADDED" | "MODIFIED" | "DELETED"; readonly object: Table };

/** Lists no more often than this. */
const pauseMs = 250;

/**
 * Watches the namespace, lists it again whenever something changed (and each second, as ages tick),
 * and compares every Table it gets on either way.
 */
export class Observer {
  readonly tallies = new Map<Plural, Tally>();
  readonly differences = new Set<string>();
  readonly #api: Api;
  readonly #kinds: readonly Kind[];
  readonly #namespace: string;
  readonly #skip: (columnId: string, object: unknown) => boolean;
  readonly #sights: { sight: Sight; resolve: () => void }[] = [];
  readonly #unopened: Set<Plural>;
  readonly #opened = Promise.withResolvers<void>();
  #changed = Promise.withResolvers<void>();

  constructor(
    api: Api,
    kinds: readonly Kind[],
    namespace: string,
    skip: (columnId: string, object: unknown) => boolean,
  ) {
    this.#api = api;
    this.#kinds = kinds;
    this.#namespace = namespace;
    this.#skip = skip;
    this.#unopened = new Set(kinds.map(({ plural }) => plural));
    for (const { plural } of kinds) {
      this.tallies.set(plural, { lists: 0, events: 0, cells: 0, words: new Set() });
    }
  }

  /** Resolves once every kind is watched, so that nothing that happens is missed. */
  get opened(): Promise<void> {
    return this.#opened.promise;
  }

  /** Resolves when the API server has printed this cell from now on. */
  until(sight: Sight): Promise<void> {
    return new Promise((resolve) => this.#sights.push({ sight, resolve }));
  }

  /** What is still being waited for. */
  missing(): Sight[] {
    return this.#sights.map(({ sight }) => sight);
  }

  /** Runs until the signal aborts. @throws what a request or a watch failed with for good. */
  async run(signal: AbortSignal): Promise<void> {
    const loops = [this.#relist(signal), ...this.#kinds.map((kind) => this.#watch(kind, signal))];
    await Promise.all(loops).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }

  /** Lists every kind once in a namespace, or in all of them as `kubectl get -A` does. */
  async list(namespace: string | null): Promise<void> {
    for (const kind of this.#kinds) {
      const path = `${kind.path(namespace)}?includeObject=Object`;
      const { body, ...moments } = await this.#api.get(path, tableAccept);
      const table = body as Table;
      this.#take(kind, "lists", compare(kind, table, moments, this.#skip));
      this.#checkOrder(kind, table);
    }
  }

  async #relist(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#changed = Promise.withResolvers();
      await this.list(this.#namespace);
      await delay(pauseMs, undefined, { signal });
      await Promise.race([this.#changed.promise, delay(1000 - pauseMs, undefined, { signal })]);
    }
  }

  async #watch(kind: Kind, signal: AbortSignal): Promise<void> {
    let columns: Table["columnDefinitions"] = [];
    let version = "";
    // The API server ends a watch whenever it likes, under load too; the next one goes on from there.
    for (; !signal.aborted; await delay(pauseMs, undefined, { signal })) {
      const path = `${kind.path(this.#namespace)}?watch=true&includeObject=Object&resourceVersion=${version}`;
      try {
        const events = await this.#api.watch(path, tableAccept, signal);
        this.#open(kind);
        for await (const event of events) {
          const { type, object } = event as WatchEvent;
          if (type === "ERROR") throw new Refusal(object.code, JSON.stringify(object));
          // Only the first event of a watch says which columns there are.
          if (object.columnDefinitions?.length > 0) columns = object.columnDefinitions;
          version = versionOf(object.rows[0]?.object);
          const table = { columnDefinitions: columns, rows: object.rows };
          this.#take(kind, "events", compare(kind, table, null, this.#skip));
          this.#changed.resolve();
        }
      } catch (error) {
        // It no longer knows what came after that version.
        if (error instanceof Refusal && error.status === 410) version = "";
        else if (signal.aborted || !isPassing(error)) throw error;
      }
    }
  }

  #open({ plural }: Kind): void {
    this.#unopened.delete(plural);
    if (this.#unopened.size === 0) this.#opened.resolve();
  }

  #take(kind: Kind, way: "lists" | "events", { rows, cells, differences }: Comparison): void {
    const tally = this.tallies.get(kind.plural);
    if (!tally) return;
    tally[way]++;
    tally.cells += cells;
    for (const difference of differences) this.differences.add(`${way}: ${difference}`);
    for (const row of rows) {
      const word = row.cells.get("status");
      if (word !== undefined) tally.words.add(word);
    }
    for (const waiting of [...this.#sights]) {
      if (rows.some((row) => isSight(waiting.sight, kind.plural, row))) {
        this.#sights.splice(this.#sights.indexOf(waiting), 1);
        waiting.resolve();
      }
    }
  }

  /** kubectl's order is the list's, and must be byte order of the names. */
  #checkOrder(kind: Kind, table: Table): void {
    const keys = table.rows.map(({ object }) => kind.key(object));
    const listed = (these: typeof keys) =>
      these.map(({ namespace, name }) => `${namespace}/${name}`).join(" ");
    const [ours, theirs] = [listed(keys.toSorted(kubectlOrder)), listed(keys)];
    if (ours === theirs) return;
    this.differences.add(`${kind.plural} order: ours ${ours}, theirs ${theirs}`);
  }
}

function versionOf(object: unknown): string {
  return (object as { metadata: { resourceVersion: string } }).metadata.resourceVersion;
}

/** What the Job controller appends: an index for Indexed Jobs, and five letters without vowels. */
const generated = /(-\d+)?-[bcdfghjklmnpqrstvwxz2456789]{5}$/;

function isSight(sight: Sight, plural: Plural, row: ServerRow): boolean {
  if (sight.kind !== plural) return false;
  if (row.name !== sight.name && row.name.replace(generated, "-*") !== sight.name) return false;
  const text = row.cells.get(sight.column) ?? "";
  return typeof sight.text === "string" ? sight.text === text : sight.text.test(text);
}
