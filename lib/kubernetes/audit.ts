import { isNewer } from "#lib/kubernetes/resource-version";
import type { Change } from "#lib/kubernetes/store";
import type { KubernetesObject } from "#lib/kubernetes/types";

const everyMs = 9 * 60_000;
const spreadMs = 2 * 60_000;

/**
 * The comparison of a store with a new list, every nine minutes and as much as two more: a watch has
 * been known to lose an event (etcd-io/etcd 18089).
 */
export class Audit {
  /** When the next is due, in milliseconds since the epoch; streams end sooner than that. */
  #dueAt = Number.POSITIVE_INFINITY;
  /** While one runs, how far the watch had come before it. */
  #from: string | null = null;

  get dueAt(): number {
    return this.#dueAt;
  }

  get running(): boolean {
    return this.#from !== null;
  }

  /** `version` is how far the watch has come; null where there was none, so that nothing is lost. */
  begin(version: string | null): void {
    this.#from = version;
  }

  /** The list did not come about. */
  abandon(): void {
    this.#from = null;
  }

  /** A complete list was made; `random` is between 0 and 1. */
  end(now: number, random: number): void {
    this.#from = null;
    this.#dueAt = now + everyMs + spreadMs * random;
  }

  /**
   * How many of the differences that the list made the watch should have told before it: of a
   * deletion the instant is not known, so one that fell into the audit counts as well.
   */
  lost<T extends KubernetesObject>(changes: readonly Change<T>[]): number {
    const from = this.#from;
    if (from === null) return 0;
    return changes.filter(
      ({ type, object }) => type === "delete" || !isNewer(object.metadata.resourceVersion, from),
    ).length;
  }
}
