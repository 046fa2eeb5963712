import type { TableName } from "#lib/api/frames";
import type { Change } from "#lib/kubernetes/store";
import type { KubernetesObject } from "#lib/kubernetes/types";

/** Rows to send, each already encoded, and the uids of those that are gone. */
export interface RowChanges {
  readonly rows: readonly string[];
  readonly gone: readonly string[];
}

/** One table of one connection: what it holds, and what changed since it was last asked. */
export interface TableSource {
  readonly name: TableName;
  /** Every row; forgets what had changed. */
  snapshot(): string[];
  /** What changed since `snapshot` or the last `changes`; null when nothing a column shows did. */
  changes(): RowChanges | null;
}

/** An object as the JSON of its row. The same text serves every connection, and equal texts are equal rows. */
export type Encode<T> = (object: T) => string;

/** Encodes each object once for as long as the store holds it. */
export function encodeOnce<T extends KubernetesObject>(print: (object: T) => unknown): Encode<T> {
  const known = new WeakMap<T, string>();
  return (object) => {
    const encoded = known.get(object) ?? JSON.stringify(print(object));
    known.set(object, encoded);
    return encoded;
  };
}

/**
 * The table of a list view. It keeps only what is waiting to be sent, by uid, so a slow browser
 * gets the latest state instead of the history and costs no more memory than the table has rows.
 */
export class ListTable<T extends KubernetesObject> implements TableSource {
  readonly name: TableName;
  readonly #objects: () => Iterable<T>;
  readonly #admits: (object: T) => boolean;
  readonly #encode: Encode<T>;
  readonly #pending = new Map<string, string>();
  readonly #gone = new Set<string>();

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
    this.#clear();
    const rows: string[] = [];
    for (const object of this.#objects()) if (this.#admits(object)) rows.push(this.#encode(object));
    return rows;
  }

  changes(): RowChanges | null {
    if (this.#pending.size === 0 && this.#gone.size === 0) return null;
    const changes = { rows: [...this.#pending.values()], gone: [...this.#gone] };
    this.#clear();
    return changes;
  }

  #clear(): void {
    this.#pending.clear();
    this.#gone.clear();
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
  #sent = new Map<string, string>();

  constructor(name: TableName, choose: () => Iterable<T>, encode: Encode<T>) {
    this.name = name;
    this.#choose = choose;
    this.#encode = encode;
  }

  snapshot(): string[] {
    this.#sent = this.#chosen();
    return [...this.#sent.values()];
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
