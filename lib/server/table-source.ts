import type { TableName } from "#lib/api/frames";
import type { Change } from "#lib/kubernetes/store";
import type { KubernetesObject } from "#lib/kubernetes/types";
import type { Encode } from "#lib/server/encoded-row";

/** Rows to send, each already encoded, and the uids of those that are gone. */
export interface RowChanges {
  readonly rows: readonly string[];
  readonly gone: readonly string[];
}

/** One table of a view: what it holds, and what changed since it was last asked. */
export interface TableSource {
  readonly name: TableName;
  /** Every row of this moment, those included that `changes` has yet to tell. */
  snapshot(): string[];
  /**
   * What changed since the table was opened or the last `changes`; null when no column shows it,
   * `anew` when it is so much that a snapshot says it better.
   */
  changes(): RowChanges | "anew" | null;
}

/** A list that changes so much at once is told as a whole: that can be written piece by piece. */
const manyChanges = 2_000;

/**
 * The table of a list view. It keeps only what is waiting to be told, by uid: the latest state, not
 * the history.
 */
export class ListTable<T extends KubernetesObject> implements TableSource {
  readonly name: TableName;
  readonly #objects: () => Iterable<T>;
  readonly #admits: (object: T) => boolean;
  readonly #encode: Encode<T>;
  readonly #pending = new Map<string, string>();
  readonly #gone = new Set<string>();
  #anew = false;

  constructor(
    name: TableName,
    objects: () => Iterable<T>,
    admits: (object: T) => boolean,
    encode: Encode<T>,
  ) {
    this.name = name;
    this.#objects = objects;
    this.#admits = admits;
    this.#encode = encode;
  }

  /** Call with every change of the feed. */
  take(changes: readonly Change<T>[]): void {
    if (changes.length > manyChanges) this.#anew = true;
    if (this.#anew) return;
    for (const change of changes) {
      const uid = change.object.metadata.uid;
      const before = change.type === "delete" ? change.object : change.previous;
      const wasShown = before !== null && this.#admits(before);
      if (change.type === "upsert" && this.#admits(change.object)) {
        const row = this.#encode(change.object);
        if (wasShown && before && this.#encode(before) === row) continue;
        this.#pending.set(uid, row);
        this.#gone.delete(uid);
      } else if (wasShown) {
        this.#pending.delete(uid);
        this.#gone.add(uid);
      }
    }
  }

  snapshot(): string[] {
    const rows: string[] = [];
    for (const object of this.#objects()) if (this.#admits(object)) rows.push(this.#encode(object));
    return rows;
  }

  /** The first `count` rows in kubectl's order, and how many there are. */
  first(count: number): { readonly rows: readonly string[]; readonly total: number } {
    const first: { readonly key: string; readonly object: T }[] = [];
    let total = 0;
    for (const object of this.#objects()) {
      if (!this.#admits(object)) continue;
      total += 1;
      const key = `${object.metadata.namespace}/${object.metadata.name}`;
      const last = first[count - 1];
      if (last && last.key <= key) continue;
      const place = first.findLastIndex((other) => other.key < key) + 1;
      first.splice(place, 0, { key, object });
      if (last) first.pop();
    }
    return { rows: first.map(({ object }) => this.#encode(object)), total };
  }

  changes(): RowChanges | "anew" | null {
    if (this.#anew) {
      this.#anew = false;
      this.#pending.clear();
      this.#gone.clear();
      return "anew";
    }
    if (this.#pending.size === 0 && this.#gone.size === 0) return null;
    const changes = { rows: [...this.#pending.values()], gone: [...this.#gone] };
    this.#pending.clear();
    this.#gone.clear();
    return changes;
  }
}

/**
 * A small table of an object view (the object, its children, its owner). Membership follows from
 * other objects, so it is chosen anew each time and compared with what was sent.
 */
export class ChosenTable<T extends KubernetesObject> implements TableSource {
  readonly name: TableName;
  readonly #choose: () => Iterable<T>;
  readonly #encode: Encode<T>;
  #sent: Map<string, string>;

  constructor(name: TableName, choose: () => Iterable<T>, encode: Encode<T>) {
    this.name = name;
    this.#choose = choose;
    this.#encode = encode;
    this.#sent = this.#chosen();
  }

  snapshot(): string[] {
    return [...this.#chosen().values()];
  }

  changes(): RowChanges | null {
    const sent = this.#sent;
    this.#sent = this.#chosen();
    const rows = [...this.#sent]
      .filter(([uid, row]) => sent.get(uid) !== row)
      .map(([, row]) => row);
    const gone = [...sent.keys()].filter((uid) => !this.#sent.has(uid));
    return rows.length === 0 && gone.length === 0 ? null : { rows, gone };
  }

  #chosen(): Map<string, string> {
    const chosen = new Map<string, string>();
    for (const object of this.#choose()) chosen.set(object.metadata.uid, this.#encode(object));
    return chosen;
  }
}
