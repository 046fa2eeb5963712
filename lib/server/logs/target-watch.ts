import type { LogTarget } from "#lib/api/log-query";
import { controllerOf } from "#lib/kubernetes/owner-reference";
import { isNewer } from "#lib/kubernetes/resource-version";
import type { Change } from "#lib/kubernetes/store";
import type { KubernetesObject, Pod } from "#lib/kubernetes/types";
import type { Feeds, InformerPool } from "#lib/server/informer-pool";
import { isLive } from "#lib/server/logs/target-pods";
import type { Clock } from "#lib/time/clock";

/** What is followed is told at once; without rights to follow the cluster is asked now and then. */
const unfollowedMs = 5_000;
/** A watch that is live is trusted, but not for ever. */
const followedMs = 60_000;

/** Tells when the Pods of a target, or the containers of one, may be others. */
export class TargetWatch {
  readonly #clock: Clock;
  readonly #namespace: string;
  readonly #target: LogTarget;
  #feeds: Feeds | null = null;
  #hasChanged = false;
  #waker: (() => void) | null = null;
  readonly #podWakers = new Map<string, Set<() => void>>();

  constructor(clock: Clock, namespace: string, target: LogTarget) {
    this.#clock = clock;
    this.#namespace = namespace;
    this.#target = target;
  }

  /** Null as long as the cluster has not said what may be followed. */
  get feeds(): Feeds | null {
    return this.#feeds;
  }

  /** Listens until the signal. A hanging cluster may take its time over this: nobody waits for it. */
  async listen(pool: InformerPool, signal: AbortSignal): Promise<void> {
    const feeds = await pool.feeds([this.#namespace]);
    if (signal.aborted) return;
    this.#feeds = feeds;
    const listener = {
      changes: (changes: readonly Change<KubernetesObject>[]) => this.#take(changes),
      state: () => this.wake(),
    };
    const stops = [feeds.pods.subscribe(listener)];
    const { kind } = this.#target;
    if (kind === "job" || kind === "cronjob") stops.push(feeds.jobs.subscribe(listener));
    signal.addEventListener("abort", () => {
      for (const stop of stops) stop();
    });
    this.wake();
    for (const uid of this.#podWakers.keys()) this.#wakePod(uid);
  }

  /** The target is to be looked at again. */
  wake(): void {
    this.#hasChanged = true;
    this.#waker?.();
  }

  /** Resolves when the target may have changed since this resolved last; never rejects. */
  async changed(signal: AbortSignal): Promise<void> {
    if (!this.#hasChanged) {
      const woken = new AbortController();
      this.#waker = () => woken.abort();
      const live = this.#feeds !== null && isLive(this.#feeds.pods);
      const either = AbortSignal.any([signal, woken.signal]);
      await this.#clock.sleep(live ? followedMs : unfollowedMs, either).catch(() => {});
      this.#waker = null;
    }
    this.#hasChanged = false;
  }

  /** Resolves when a newer version of this Pod is known, or after `ms`; never rejects. */
  async podChanged({ metadata }: Pod, ms: number, signal: AbortSignal): Promise<void> {
    const { uid, resourceVersion } = metadata;
    const woken = new AbortController();
    const wake = () => {
      const seen = this.#feeds?.pods.byUid(uid);
      if (seen && isNewer(seen.metadata.resourceVersion, resourceVersion)) woken.abort();
    };
    const wakers = this.#podWakers.get(uid) ?? new Set();
    this.#podWakers.set(uid, wakers.add(wake));
    wake();
    await this.#clock.sleep(ms, AbortSignal.any([signal, woken.signal])).catch(() => {});
    wakers.delete(wake);
    if (wakers.size === 0) this.#podWakers.delete(uid);
  }

  #take(changes: readonly Change<KubernetesObject>[]): void {
    let concerns = false;
    for (const { object } of changes) {
      if (object.metadata.namespace !== this.#namespace) continue;
      concerns ||= this.#concerns(object);
      this.#wakePod(object.metadata.uid);
    }
    if (concerns) this.wake();
  }

  /** By name: a Job's is in the reference of its Pods. */
  #concerns({ metadata }: KubernetesObject): boolean {
    const target = this.#target;
    if (target.kind === "selector" || target.kind === "cronjob") return true;
    if (metadata.name === target.name) return true;
    return target.kind === "job" && controllerOf(metadata)?.name === target.name;
  }

  #wakePod(uid: string): void {
    for (const wake of this.#podWakers.get(uid) ?? []) wake();
  }
}
