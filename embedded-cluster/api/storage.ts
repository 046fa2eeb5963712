import type { ApiObject, Plural } from "../objects.ts";

/** One write, as watchers are told of it. */
export interface Change {
  readonly version: number;
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly key: string;
  /** As it is now; for a deletion its last state, with the deletion's version. */
  readonly object: ApiObject;
  readonly previous: ApiObject | null;
}

/** What there is of one resource. */
interface Shelf {
  readonly objects: Map<string, ApiObject>;
  /** The keys of `objects` in byte order. */
  readonly keys: string[];
  readonly history: Change[];
  /** The version of the newest change that the history no longer has. */
  compacted: number;
  readonly listeners: Set<() => void>;
}

/** Whatever was before is forgotten: 1 is as old a version here as in a cluster that has run a while. */
const firstVersion = 1_000;

/**
 * Everything the cluster holds, in memory: objects by resource and key (`namespace/name`, or the
 * name alone), and the last changes of each resource, which answer watches and older lists. Objects
 * in it are never changed, only replaced. The one place that counts with resourceVersions.
 */
export class Storage {
  readonly #shelves = new Map<Plural, Shelf>();
  readonly #historyLimit: number;
  #version = firstVersion;

  constructor(historyLimit = 5_000) {
    this.#historyLimit = historyLimit;
  }

  get version(): number {
    return this.#version;
  }

  /** Changes up to here are forgotten. */
  compacted(plural: Plural): number {
    return this.#shelf(plural).compacted;
  }

  get(plural: Plural, key: string): ApiObject | undefined {
    return this.#shelf(plural).objects.get(key);
  }

  /** The same as it will be stored: an existing key is replaced, a new one added. */
  put(plural: Plural, object: ApiObject): ApiObject {
    const shelf = this.#shelf(plural);
    const key = keyOf(object);
    const previous = shelf.objects.get(key) ?? null;
    const stored = this.#stamped(object);
    if (!previous) shelf.keys.splice(place(shelf.keys, key), 0, key);
    shelf.objects.set(key, stored);
    this.#record(shelf, previous ? "MODIFIED" : "ADDED", key, stored, previous);
    return stored;
  }

  /** The last state of what is gone. */
  remove(plural: Plural, object: ApiObject): ApiObject {
    const shelf = this.#shelf(plural);
    const key = keyOf(object);
    const previous = shelf.objects.get(key);
    if (!previous) return object;
    const stored = this.#stamped(object);
    shelf.objects.delete(key);
    shelf.keys.splice(place(shelf.keys, key), 1);
    this.#record(shelf, "DELETED", key, stored, previous);
    return stored;
  }

  /** All objects of a namespace (null for all) in key order, from a key on. */
  list(plural: Plural, namespace: string | null, from = ""): ApiObject[] {
    const { keys, objects } = this.#shelf(plural);
    const prefix = prefixOf(namespace);
    const found: ApiObject[] = [];
    for (let i = place(keys, from > prefix ? from : prefix); i < keys.length; i++) {
      const key = keys[i] as string;
      if (!key.startsWith(prefix)) break;
      found.push(objects.get(key) as ApiObject);
    }
    return found;
  }

  /** The same as it was at a version; null when that is no longer known. */
  listAt(plural: Plural, namespace: string | null, version: number, from = ""): ApiObject[] | null {
    const changes = this.changes(plural, version);
    if (changes === null) return null;
    const now = this.list(plural, namespace, from);
    if (changes.length === 0) return now;
    const then = new Map(now.map((object) => [keyOf(object), object]));
    const prefix = prefixOf(namespace);
    for (const { key, previous } of changes.toReversed()) {
      if (!key.startsWith(prefix) || key < from) continue;
      if (previous) then.set(key, previous);
      else then.delete(key);
    }
    return [...then].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
  }

  /** What happened after a version, oldest first; null when some of it is forgotten. */
  changes(plural: Plural, after: number): readonly Change[] | null {
    const { history, compacted } = this.#shelf(plural);
    if (after < compacted) return null;
    let [low, high] = [0, history.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((history[middle] as Change).version <= after) low = middle + 1;
      else high = middle;
    }
    return history.slice(low);
  }

  /** Calls after each change of a resource, until the returned function is called. */
  listen(plural: Plural, changed: () => void): () => void {
    const { listeners } = this.#shelf(plural);
    listeners.add(changed);
    return () => {
      listeners.delete(changed);
    };
  }

  /**
   * Forgets the changes up to a version, as etcd's compaction does. A watch of what has not changed
   * since goes on, as it does from the API server's watch cache.
   */
  compact(upTo = this.#version): void {
    for (const shelf of this.#shelves.values()) {
      const kept = shelf.history.findIndex(({ version }) => version > upTo);
      forget(shelf, kept < 0 ? shelf.history.length : kept);
    }
  }

  /** Removes all of a resource that was not written after a version. */
  expire(plural: Plural, upTo: number): void {
    for (const object of this.list(plural, null)) {
      if (Number(object.metadata.resourceVersion) <= upTo) this.remove(plural, object);
    }
  }

  #stamped(object: ApiObject): ApiObject {
    this.#version += 1;
    return {
      ...object,
      metadata: { ...object.metadata, resourceVersion: String(this.#version) },
    };
  }

  #record(
    shelf: Shelf,
    type: Change["type"],
    key: string,
    object: ApiObject,
    previous: ApiObject | null,
  ): void {
    shelf.history.push({ version: this.#version, type, key, object, previous });
    // In bulk, since each cut moves the rest.
    if (shelf.history.length >= this.#historyLimit * 1.25) {
      forget(shelf, shelf.history.length - this.#historyLimit);
    }
    for (const changed of [...shelf.listeners]) changed();
  }

  #shelf(plural: Plural): Shelf {
    const known = this.#shelves.get(plural);
    if (known) return known;
    const shelf: Shelf = {
      objects: new Map(),
      keys: [],
      history: [],
      compacted: firstVersion,
      listeners: new Set(),
    };
    this.#shelves.set(plural, shelf);
    return shelf;
  }
}

/** Drops the oldest changes. */
function forget(shelf: Shelf, count: number): void {
  shelf.compacted = shelf.history.splice(0, count).at(-1)?.version ?? shelf.compacted;
}

export function keyOf({ metadata: { namespace, name } }: ApiObject): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** What the keys of a namespace begin with (null for all). */
export const prefixOf = (namespace: string | null) => (namespace === null ? "" : `${namespace}/`);

/** Where a key stands, or would, in keys that are in order. */
function place(keys: readonly string[], key: string): number {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] as string) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
