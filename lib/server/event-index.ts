import type { Change } from "#lib/kubernetes/store";
import type { KubernetesEvent } from "#lib/kubernetes/types";

/** Events by what `keyOf` reads of them; those it gives an empty text for are left out. */
export class EventIndex {
  readonly #keyOf: (event: KubernetesEvent) => string;
  readonly #byKey = new Map<string, Map<string, KubernetesEvent>>();

  /** By the uid of the object they tell of, unless said otherwise. */
  constructor(keyOf = (event: KubernetesEvent) => event.involvedObject?.uid ?? "") {
    this.#keyOf = keyOf;
  }

  /** In no order. */
  of(key: string): KubernetesEvent[] {
    return [...(this.#byKey.get(key)?.values() ?? [])];
  }

  /** Takes what changed; gives the keys of the Events among it. */
  take(changes: readonly Change<KubernetesEvent>[]): ReadonlySet<string> {
    const keys = new Set<string>();
    for (const { type, object } of changes) {
      const key = this.#keyOf(object);
      if (key === "") continue;
      keys.add(key);
      if (type === "upsert") this.#put(key, object);
      else this.#remove(key, object);
    }
    return keys;
  }

  #put(key: string, event: KubernetesEvent): void {
    const known = this.#byKey.get(key) ?? new Map();
    known.set(event.metadata.uid, event);
    this.#byKey.set(key, known);
  }

  #remove(key: string, event: KubernetesEvent): void {
    const known = this.#byKey.get(key);
    known?.delete(event.metadata.uid);
    if (known?.size === 0) this.#byKey.delete(key);
  }
}
