import type { Change } from "#lib/kubernetes/store";
import type { KubernetesObject } from "#lib/kubernetes/types";

/** How many objects each status word counts, kept up with every change. */
export class StatusTally<T extends KubernetesObject> {
  readonly #wordOf: (object: T) => string;
  readonly #words = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  /** `objects` are those there are; what comes later is told to `take`. */
  constructor(objects: Iterable<T>, wordOf: (object: T) => string) {
    this.#wordOf = wordOf;
    for (const object of objects) this.#put(object);
  }

  /** `admits` says whether an object is counted. */
  take(changes: readonly Change<T>[], admits: (object: T) => boolean): void {
    for (const { type, object } of changes) {
      this.#remove(object.metadata.uid);
      if (type === "upsert" && admits(object)) this.#put(object);
    }
  }

  /** By word, in the order of the words: equal counts are equal texts. */
  get counts(): { readonly [word: string]: number } {
    const counted = [...this.#counts].filter(([, count]) => count > 0);
    return Object.fromEntries(counted.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #put(object: T): void {
    const word = this.#wordOf(object);
    this.#words.set(object.metadata.uid, word);
    this.#counts.set(word, (this.#counts.get(word) ?? 0) + 1);
  }

  #remove(uid: string): void {
    const word = this.#words.get(uid);
    if (word === undefined) return;
    this.#words.delete(uid);
    this.#counts.set(word, (this.#counts.get(word) ?? 0) - 1);
  }
}
