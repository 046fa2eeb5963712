import { controllerOf } from "#lib/kubernetes/owner-reference";
import { isNewer } from "#lib/kubernetes/resource-version";
import type { KubernetesObject } from "#lib/kubernetes/types";
import { turn } from "#lib/time/clock";

export type Change<T> =
  | { readonly type: "upsert"; readonly object: T; readonly previous: T | null }
  | { readonly type: "delete"; readonly object: T };

/** How many objects are taken in one go: about a millisecond. */
const slice = 1_000;

/**
 * The objects of one resource by namespace/name, with indexes by uid, namespace and controller. An
 * object created again under the same name is another one: the old is deleted, the new added.
 */
export class Store<T extends KubernetesObject> {
  #objects = new Index<T>();

  get size(): number {
    return this.#objects.byKey.size;
  }

  /** `key` is `namespace/name`. */
  get(key: string): T | undefined {
    return this.#objects.byKey.get(key);
  }

  byUid(uid: string): T | undefined {
    return this.#objects.byUid.get(uid);
  }

  all(): Iterable<T> {
    return this.#objects.byKey.values();
  }

  inNamespace(namespace: string): Iterable<T> {
    return this.#objects.byNamespace.get(namespace) ?? [];
  }

  /** How many objects a namespace holds. */
  countIn(namespace: string): number {
    return this.#objects.byNamespace.get(namespace)?.size ?? 0;
  }

  /** The namespaces that hold an object. */
  namespaces(): Iterable<string> {
    return this.#objects.byNamespace.keys();
  }

  /** The objects whose controlling owner has this uid. */
  controlledBy(uid: string): Iterable<T> {
    return this.#objects.byController.get(uid) ?? [];
  }

  /** Takes a complete list, which is right even where it is older; says what that changed. */
  replace(objects: readonly T[]): readonly Change<T>[] {
    const work = this.#replace(objects);
    for (;;) {
      const { done, value } = work.next();
      if (done) return value;
    }
  }

  /**
   * The same in slices, between which others have their turn. Until its end the store holds what it
   * held, and must not be changed.
   *
   * @throws the signal's reason once it is aborted; then nothing was taken.
   */
  async replaceInTurns(objects: readonly T[], signal: AbortSignal): Promise<readonly Change<T>[]> {
    const work = this.#replace(objects);
    for (;;) {
      const { done, value } = work.next();
      if (done) return value;
      await turn();
      signal.throwIfAborted();
    }
  }

  *#replace(objects: readonly T[]): Generator<void, readonly Change<T>[]> {
    const before = this.#objects.byKey;
    const listed = new Index<T>();
    const changes: Change<T>[] = [];
    let seen = 0;
    for (const object of objects) {
      const known = before.get(keyOf(object));
      // What did not change keeps its identity, and with it what was made of it.
      listed.put(known && isSame(known, object) ? known : object);
      if (++seen % slice === 0) yield;
    }
    for (const [key, object] of before) {
      if (listed.byKey.get(key)?.metadata.uid !== object.metadata.uid) {
        changes.push({ type: "delete", object });
      }
      if (++seen % slice === 0) yield;
    }
    for (const [key, object] of listed.byKey) {
      const known = before.get(key);
      if (known !== object) {
        const previous = known && known.metadata.uid === object.metadata.uid ? known : null;
        changes.push({ type: "upsert", object, previous });
      }
      if (++seen % slice === 0) yield;
    }
    this.#objects = listed;
    return changes;
  }

  /** Takes an added or modified object; nothing when it is not newer than what is here. */
  upsert(object: T): readonly Change<T>[] {
    const previous = this.#objects.byKey.get(keyOf(object)) ?? null;
    if (previous && previous.metadata.uid !== object.metadata.uid) {
      this.#objects.put(object);
      return [
        { type: "delete", object: previous },
        { type: "upsert", object, previous: null },
      ];
    }
    if (previous && !isNewer(versionOf(object), versionOf(previous))) return [];
    this.#objects.put(object);
    return [{ type: "upsert", object, previous }];
  }

  /** Takes the last state of a deleted object; nothing when another has its name by now. */
  delete(object: T): readonly Change<T>[] {
    const known = this.#objects.byKey.get(keyOf(object));
    if (!known || known.metadata.uid !== object.metadata.uid) return [];
    this.#objects.remove(known);
    return [{ type: "delete", object: known }];
  }

  /** Forgets everything, and tells nobody. */
  clear(): void {
    this.#objects = new Index();
  }
}

/** Objects by all that they are asked for by. */
class Index<T extends KubernetesObject> {
  readonly byKey = new Map<string, T>();
  readonly byUid = new Map<string, T>();
  readonly byNamespace = new Map<string, Set<T>>();
  readonly byController = new Map<string, Set<T>>();

  /** Puts an object in the place of the one that has its name, if any. */
  put(object: T): void {
    const key = keyOf(object);
    const previous = this.byKey.get(key);
    if (previous) this.remove(previous);
    this.byKey.set(key, object);
    this.byUid.set(object.metadata.uid, object);
    add(this.byNamespace, object.metadata.namespace, object);
    const controller = controllerOf(object.metadata);
    if (controller) add(this.byController, controller.uid, object);
  }

  remove(object: T): void {
    this.byKey.delete(keyOf(object));
    this.byUid.delete(object.metadata.uid);
    remove(this.byNamespace, object.metadata.namespace, object);
    const controller = controllerOf(object.metadata);
    if (controller) remove(this.byController, controller.uid, object);
  }
}

function isSame(a: KubernetesObject, b: KubernetesObject): boolean {
  return a.metadata.uid === b.metadata.uid && versionOf(a) === versionOf(b);
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
