import type { Change } from "#lib/kubernetes/store";
import type { KubernetesEvent } from "#lib/kubernetes/types";

/** Events by the uid of the object they tell of. */
export class EventIndex {
  readonly #byObject = new Map<string, Map<string, KubernetesEvent>>();

  /** The Events about an object, in no order. */
  of(uid: string): KubernetesEvent[] {
    return [...(this.#byObject.get(uid)?.values() ?? [])];
  }

  /** Takes what changed; gives the uids of the objects the Events are about. */
  take(changes: readonly Change<KubernetesEvent>[]): ReadonlySet<string> {
    const about = new Set<string>();
    for (const { type, object } of changes) {
      const uid = object.involvedObject?.uid ?? "";
      if (uid === "") continue;
      about.add(uid);
      if (type === "upsert") this.#put(uid, object);
      else this.#remove(uid, object);
    }
    return about;
  }

  #put(uid: string, event: KubernetesEvent): void {
    const known = this.#byObject.get(uid) ?? new Map();
    known.set(event.metadata.uid, event);
    this.#byObject.set(uid, known);
  }

  #remove(uid: string, event: KubernetesEvent): void {
    const known = this.#byObject.get(uid);
    known?.delete(event.metadata.uid);
    if (known?.size === 0) this.#byObject.delete(uid);
  }
}
