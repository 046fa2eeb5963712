import { randomUUID } from "node:crypto";

export type Plural = "cronjobs" | "jobs" | "pods" | "events" | "namespaces" | "workloads";

/** An object as the API would send it; tests write what they need of it. */
export interface ApiObject {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly labels?: Record<string, string>;
    readonly [field: string]: unknown;
  };
  readonly spec?: Record<string, unknown>;
  readonly status?: Record<string, unknown>;
  readonly involvedObject?: {
    readonly kind?: string;
    readonly name?: string;
    readonly uid?: string;
  };
  readonly [field: string]: unknown;
}

export interface Watcher {
  readonly admits: (object: ApiObject) => boolean;
  write(text: string): void;
  end(how: "end" | "reset"): void;
}

interface Entry {
  readonly version: string;
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly object: ApiObject;
}

/** The objects of one resource with their history, as etcd and the watch cache keep it. */
export class Collection {
  readonly plural: Plural;
  readonly watchers = new Set<Watcher>();
  readonly #currentVersion: () => string;
  readonly #objects = new Map<string, ApiObject>();
  #history: Entry[] = [];
  #compacted = "0";

  constructor(plural: Plural, currentVersion: () => string) {
    this.plural = plural;
    this.#currentVersion = currentVersion;
  }

  get version(): string {
    return this.#currentVersion();
  }

  get(key: string): ApiObject | undefined {
    return this.#objects.get(key);
  }

  /** In etcd's order: the bytes of namespace/name. */
  sorted(): ApiObject[] {
    return [...this.#objects].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
  }

  apply(
    object: Partial<ApiObject> & { metadata: Partial<ApiObject["metadata"]> },
    version: string,
  ): ApiObject {
    const { metadata } = object;
    const namespace = this.plural === "namespaces" ? "" : (metadata.namespace ?? "default");
    const key = `${namespace}/${metadata.name}`;
    const known = this.#objects.get(key);
    const stored = {
      ...object,
      metadata: {
        creationTimestamp: "2026-03-10T11:59:00Z",
        uid: known?.metadata.uid ?? randomUUID(),
        ...metadata,
        ...(namespace === "" ? {} : { namespace }),
        resourceVersion: version,
      },
    } as ApiObject;
    this.#objects.set(key, stored);
    this.#record({ version, type: known ? "MODIFIED" : "ADDED", object: stored });
    return stored;
  }

  remove(key: string, version: string): void {
    const known = this.#objects.get(key);
    if (!known) throw new Error(`there is no ${this.plural} ${key}`);
    this.#objects.delete(key);
    const object = { ...known, metadata: { ...known.metadata, resourceVersion: version } };
    this.#record({ version, type: "DELETED", object });
  }

  bookmark(version: string): void {
    for (const watcher of this.watchers) watcher.write(bookmarkLine(version));
  }

  compact(version: string): void {
    this.#history = [];
    this.#compacted = version;
  }

  /** Whether changes since this version are still known. */
  remembers(version: string): boolean {
    return Number(version) >= Number(this.#compacted);
  }

  /** The lines of what happened after a version. */
  since(version: string, admits: (object: ApiObject) => boolean): string[] {
    return this.#history
      .filter((entry) => Number(entry.version) > Number(version) && admits(entry.object))
      .map(eventLine);
  }

  inject(text: string, then: "keep" | "end" | "reset"): void {
    for (const watcher of [...this.watchers]) {
      if (text !== "") watcher.write(text);
      if (then !== "keep") watcher.end(then);
    }
  }

  #record(entry: Entry): void {
    this.#history.push(entry);
    for (const watcher of this.watchers) {
      if (watcher.admits(entry.object)) watcher.write(eventLine(entry));
    }
  }
}

export function eventLine({ type, object }: { type: string; object: unknown }): string {
  return `${JSON.stringify({ type, object })}\n`;
}

export function bookmarkLine(resourceVersion: string, initialEventsEnd = false): string {
  const annotations = initialEventsEnd ? { "k8s.io/initial-events-end": "true" } : undefined;
  return eventLine({ type: "BOOKMARK", object: { metadata: { resourceVersion, annotations } } });
}
