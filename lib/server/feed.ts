import type { Counts, NamespaceState, ResourceState, TableName } from "#lib/api/frames";
import type { Informer } from "#lib/kubernetes/informer";
import type { ReflectorState } from "#lib/kubernetes/reflector-state";
import type { Change } from "#lib/kubernetes/store";
import type { KubernetesObject } from "#lib/kubernetes/types";

export interface FeedListener<T> {
  changes(changes: readonly Change<T>[]): void;
  state(): void;
}

/**
 * The informers that together hold one resource of the chosen namespaces: the cluster-wide one, seen
 * through a filter, or one for each namespace where only those may be listed.
 */
export class Feed<T extends KubernetesObject> {
  readonly #informers: readonly Informer<T>[];
  readonly #namespaces: ReadonlySet<string> | null;

  /** `namespaces` null admits every one. */
  constructor(informers: readonly Informer<T>[], namespaces: readonly string[] | null) {
    this.#informers = informers;
    this.#namespaces = namespaces && new Set(namespaces);
  }

  /** Whether it rests on the right to list in all namespaces. */
  get clusterWide(): boolean {
    return this.#informers.some((informer) => informer.namespace === null);
  }

  admits(object: T): boolean {
    return this.#namespaces?.has(object.metadata.namespace) ?? true;
  }

  *objects(): Iterable<T> {
    for (const { store } of this.#informers) {
      if (!this.#namespaces) yield* store.all();
      else for (const namespace of this.#namespaces) yield* store.inNamespace(namespace);
    }
  }

  /** The namespaces that objects are known of, the chosen ones and others. */
  *namespaces(): Iterable<string> {
    for (const { store } of this.#informers) yield* store.namespaces();
  }

  get(namespace: string, name: string): T | undefined {
    for (const { store } of this.#informers) {
      const found = store.get(`${namespace}/${name}`);
      if (found) return found;
    }
    return undefined;
  }

  byUid(uid: string): T | undefined {
    for (const { store } of this.#informers) {
      const found = store.byUid(uid);
      if (found) return found;
    }
    return undefined;
  }

  *controlledBy(uid: string): Iterable<T> {
    for (const { store } of this.#informers) yield* store.controlledBy(uid);
  }

  /**
   * Null until a first list is complete: half a count would be a wrong one. Namespaces that may not
   * be listed do not count, unless there are no others.
   */
  get count(): number | null {
    const open = this.#informers.filter(({ state }) => state.state !== "forbidden");
    if (open.length === 0 || !open.every((informer) => informer.synced)) return null;
    if (!this.#namespaces) return this.#informers.reduce((sum, { store }) => sum + store.size, 0);
    let count = 0;
    for (const { store } of this.#informers) {
      for (const namespace of this.#namespaces) count += store.countIn(namespace);
    }
    return count;
  }

  /** Of its informers' states the one a viewer has to know first (see `wholeOf`). */
  get state(): ResourceState {
    return wholeOf(this.#informers.map(({ state }) => resourceState(state)));
  }

  /** The namespaces in which it is not followed as it should be, while it is in others. */
  get apart(): readonly NamespaceState[] {
    const states = this.#informers.flatMap(({ namespace, state }) =>
      namespace === null ? [] : [{ namespace, state: resourceState(state) }],
    );
    if (states.every(({ state }) => state.state === states[0]?.state.state)) return [];
    return states.filter(({ state }) => state.state !== "live" && state.state !== "syncing");
  }

  subscribe(listener: FeedListener<T>): () => void {
    const stops = this.#informers.map((informer) =>
      informer.subscribe({
        changes: (changes) => listener.changes(changes),
        state: () => listener.state(),
      }),
    );
    return () => {
      for (const stop of stops) stop();
    };
  }
}

/** A reflector's state in the words of the wire: instants instead of milliseconds. */
function resourceState(state: ReflectorState): ResourceState {
  switch (state.state) {
    case "syncing":
      return {
        state: "syncing",
        listed: state.listed,
        total: state.remaining === null ? null : state.listed + state.remaining,
      };
    case "live":
      return { state: "live" };
    case "backing-off":
      return {
        state: "stale",
        since: instant(state.since),
        message: state.message,
        retryAt: state.retryAt === null ? null : instant(state.retryAt),
      };
    case "forbidden":
      return { state: "forbidden", verb: state.verb, message: state.message };
    case "list-only":
      return { state: "list-only", message: state.message };
  }
}

const severity: Record<ResourceState["state"], number> = {
  forbidden: 5,
  error: 4,
  stale: 3,
  "list-only": 2,
  syncing: 1,
  live: 0,
};

/**
 * Several informers' states as one: the worst, but that a namespace that may not be listed takes
 * nothing from the others. Lists that are under way add up. Live when there are none.
 */
function wholeOf(states: readonly ResourceState[]): ResourceState {
  const allowed = states.filter(({ state }) => state !== "forbidden");
  const worst = (allowed.length === 0 ? states : allowed).reduce<ResourceState>(
    (found, state) => (severity[state.state] > severity[found.state] ? state : found),
    { state: "live" },
  );
  if (worst.state !== "syncing") return worst;
  const listing = allowed.filter((state) => state.state === "syncing");
  const listed = listing.reduce((sum, state) => sum + state.listed, 0);
  const isKnown = listing.every(({ total }) => total !== null);
  const total = isKnown ? listing.reduce((sum, state) => sum + (state.total ?? 0), 0) : null;
  return { state: "syncing", listed, total };
}

export function instant(ms: number): string {
  return new Date(ms).toISOString();
}

/** How many objects of each resource the feeds hold. */
export function countsOf(
  feeds: { readonly [T in TableName]: { readonly count: number | null } | null },
): Counts {
  return {
    cronjobs: feeds.cronjobs?.count ?? null,
    jobs: feeds.jobs?.count ?? null,
    pods: feeds.pods?.count ?? null,
  };
}
