import { controllerOf } from "#lib/kubernetes/owner-reference";
import { isNewer } from "#lib/kubernetes/resource-version";
import type { KubernetesObject } from "#lib/kubernetes/types";

export type Change<T> =
  | { readonly type: "upsert"; readonly object: T; readonly previous: T | null }
  | { readonly type: "delete"; readonly object: T };

/**
 * The objects of one resource by namespace/name, with indexes by uid, namespace and controller. An
 * object created again under the same name is another one: the old is deleted, the new added.
 */
export class Store<T extends KubernetesObject> {
  readonly #byKey = new Map<string, T>();
  readonly #byUid = new Map<string, T>();
  readonly #byNamespace = new Map<string, Set<T>>();
  readonly #byController = new Map<string, Set<T>>();

  get size(): number {
    return this.#byKey.size;
  }

  /** `key` is `namespace/name`. */
  get(key: string): T | undefined {
    return this.#byKey.get(key);
  }

  byUid(uid: string): T | undefined {
    return this.#byUid.get(uid);
  }

  all(): Iterable<T> {
    return this.#byKey.values();
  }

  inNamespace(namespace: string): Iterable<T> {
    return this.#byNamespace.get(namespace) ?? [];
  }

  /** The objects whose controlling owner has this uid. */
  controlledBy(uid: string): Iterable<T> {
    return this.#byController.get(uid) ?? [];
  }

  /** Takes a complete list, which is right even where it is older; says what that changed. */
  replace(objects: readonly T[]): readonly Change<T>[] {
    const listed = new Map(objects.map((object) => [keyOf(object), object]));
    const changes: Change<T>[] = [];
    for (const [key, object] of [...this.#byKey]) {
      if (listed.get(key)?.metadata.uid !== object.metadata.uid) {
        this.#remove(object);
        changes.push({ type: "delete", object });
      }
    }
    for (const object of listed.values()) {
      const previous = this.#byKey.get(keyOf(object)) ?? null;
      if (previous && versionOf(previous) === versionOf(object)) continue;
      this.#put(object, previous);
      changes.push({ type: "upsert", object, previous });
    }
    return changes;
  }

  /** Takes an added or modified object; nothing when it is not newer than what is here. */
  upsert(object: T): readonly Change<T>[] {
    const previous = this.#byKey.get(keyOf(object)) ?? null;
    if (previous && previous.metadata.uid !== object.metadata.uid) {
      this.#remove(previous);
      this.#put(object, null);
      return [
        { type: "delete", object: previous },
        { type: "upsert", object, previous: null },
      ];
    }
    if (previous && !isNewer(versionOf(object), versionOf(previous))) return [];
    this.#put(object, previous);
    return [{ type: "upsert", object, previous }];
  }

  /** Takes the last state of a deleted object; nothing when another has its name by now. */
  delete(object: T): readonly Change<T>[] {
    const known = this.#byKey.get(keyOf(object));
    if (!known || known.metadata.uid !== object.metadata.uid) return [];
    this.#remove(known);
    return [{ type: "delete", object: known }];
  }

  /** Forgets everything, and tells nobody. */
  clear(): void {
    this.#byKey.clear();
    this.#byUid.clear();
    this.#byNamespace.clear();
    this.#byController.clear();
  }

  #put(object: T, previous: T | null): void {
    if (previous) this.#remove(previous);
    this.#byKey.set(keyOf(object), object);
    this.#byUid.set(object.metadata.uid, object);
    add(this.#byNamespace, object.metadata.namespace, object);
    const controller = controllerOf(object.metadata);
    if (controller) add(this.#byController, controller.uid, object);
  }

  #remove(object: T): void {
    this.#byKey.delete(keyOf(object));
    this.#byUid.delete(object.metadata.uid);
    remove(this.#byNamespace, object.metadata.namespace, object);
    const controller = controllerOf(object.metadata);
    if (controller) remove(this.#byController, controller.uid, object);
  }
}

export function keyOf(object: KubernetesObject): string {
  return `${object.metadata.namespace}/${object.metadata.name}`;
}

function versionOf(object: KubernetesObject): string {
  return object.metadata.resourceVersion;
}

function add<T>(index: Map<string, Set<T>>, key: string, object: T): void {
  const group = index.get(key);
  if (group) group.add(object);
  else index.set(key, new Set([object]));
}

function remove<T>(index: Map<string, Set<T>>, key: string, object: T): void {
  const group = index.get(key);
  group?.delete(object);
  if (group?.size === 0) index.delete(key);
}
