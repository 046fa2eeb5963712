import type { Client, WatchOptions } from "#lib/kubernetes/client";
import { listPages } from "#lib/kubernetes/list-pages";
import { backoffMs, type ReflectorState } from "#lib/kubernetes/reflector-state";
import type { Resource } from "#lib/kubernetes/resources";
import { Silence } from "#lib/kubernetes/silence";
import {
  ConnectionError,
  isExpired,
  isForbidden,
  isTooLargeResourceVersion,
  isWatchListUnsupported,
  StatusError,
} from "#lib/kubernetes/status-error";
import type { Change, Store } from "#lib/kubernetes/store";
import type { KubernetesObject } from "#lib/kubernetes/types";
import type { WatchEvent } from "#lib/kubernetes/watch-event";
import type { Clock } from "#lib/time/clock";

export interface ReflectorOptions<T extends KubernetesObject> {
  readonly client: Client;
  readonly resource: Resource<T>;
  /** Null for all namespaces. */
  readonly namespace: string | null;
  readonly store: Store<T>;
  readonly clock: Clock;
  /** Between 0 and 1. */
  readonly random: () => number;
  readonly changed: (changes: readonly Change<T>[]) => void;
  readonly became: (state: ReflectorState) => void;
}

const minMs = 60_000;
/** A watch that ends sooner without an event is a failure, or it would be opened in a hot loop. */
const shortMs = 1_000;
/** A stream that held this long has earned a fresh start of the back-off. */
const healthyMs = 5_000;
const forbiddenMs = 30_000;
const listOnlyMs = 30_000;

/**
 * Keeps a store equal to one resource of the API server: a watch-list (or pages and a watch), then
 * its events; resumes where it stood, lists again when that is gone, and backs off while the API
 * server is not to be had (quality B1). What goes wrong is a state, never an exception.
 */
export class Reflector<T extends KubernetesObject> {
  readonly #options: ReflectorOptions<T>;
  #state: ReflectorState = { state: "syncing", listed: 0, remaining: null };
  #synced = false;
  /** Where to resume; null to list anew. */
  #version: string | null = null;
  #watchList = true;
  #failures = 0;
  #heardAt: number;
  #hurry = new AbortController();

  constructor(options: ReflectorOptions<T>) {
    this.#options = options;
    this.#heardAt = options.clock.now();
  }

  get state(): ReflectorState {
    return this.#state;
  }

  /** The store has held a complete list. */
  get synced(): boolean {
    return this.#synced;
  }

  /** Cuts a wait short: a person asked. */
  retryNow(): void {
    this.#failures = 0;
    this.#hurry.abort();
  }

  /** Runs until the signal is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const begun = this.#options.clock.now();
      try {
        await this.#follow(signal);
        this.#failures = 0;
      } catch (error) {
        if (signal.aborted) return;
        if (this.#options.clock.now() - begun > healthyMs) this.#failures = 0;
        await this.#recover(error, signal);
      }
    }
  }

  /** One stream from its opening to its ordinary end. */
  async #follow(signal: AbortSignal): Promise<void> {
    const { client, resource, namespace, clock, random } = this.#options;
    const opened = new AbortController();
    const silence = new Silence(
      clock,
      () => client.version(opened.signal),
      (error) => opened.abort(error),
    );
    // Lists anew now and then, for a watch has been known to lose an event (etcd-io/etcd 18089).
    const cancelAudit = clock.after(9 * minMs + 2 * minMs * random(), () =>
      opened.abort(new AuditDue()),
    );
    const stop = AbortSignal.any([signal, opened.signal]);
    const begun = clock.now();
    try {
      if (this.#version === null && !this.#watchList) await this.#list(stop, silence);
      const initial = this.#version === null;
      const options: WatchOptions = {
        namespace,
        timeoutSeconds: Math.round(300 + 300 * random()),
        ...(this.#version === null
          ? { sendInitialEvents: true }
          : { resourceVersion: this.#version }),
      };
      const events = await client.watch(resource, options, stop, () => silence.heard());
      if (!initial) this.#become({ state: "live" });
      silence.heard();
      const count = await this.#read(events, initial);
      if (count === 0 && clock.now() - begun < shortMs) {
        throw new ConnectionError("the API server closes the watch as soon as it is open");
      }
    } catch (error) {
      // An abort of our own says more than the failure it caused.
      const reason: unknown = opened.signal.reason;
      if (reason instanceof AuditDue) this.#version = null;
      else throw reason ?? error;
    } finally {
      this.#heardAt = Math.max(this.#heardAt, silence.heardAt);
      cancelAudit();
      silence.stop();
      opened.abort();
    }
  }

  /** Takes the events of a stream; of a watch-list, those up to its end mark as one list. */
  async #read(events: AsyncIterable<WatchEvent<T>>, watchList: boolean): Promise<number> {
    let initial: Map<string, T> | null = watchList ? new Map() : null;
    let count = 0;
    for await (const event of events) {
      count += 1;
      if (initial) {
        if (event.type === "bookmark" && event.initialEventsEnd) {
          this.#replace([...initial.values()], event.resourceVersion);
          initial = null;
        } else if (event.type === "deleted") {
          initial.delete(event.object.metadata.uid);
        } else if (event.type === "added" || event.type === "modified") {
          initial.set(event.object.metadata.uid, event.object);
          this.#progress(initial.size, null);
        }
        continue;
      }
      if (event.resourceVersion !== "") this.#version = event.resourceVersion;
      if (event.type === "added" || event.type === "modified")
        this.#emit(this.#options.store.upsert(event.object));
      else if (event.type === "deleted") this.#emit(this.#options.store.delete(event.object));
    }
    if (initial) throw new ConnectionError("the API server ended the list before it was complete");
    return count;
  }

  async #list(signal: AbortSignal, silence: Silence): Promise<void> {
    const { client, resource, namespace } = this.#options;
    const list = await listPages(client, resource, namespace, signal, (listed, remaining) => {
      silence.heard();
      this.#progress(listed, remaining);
    });
    this.#replace(list.items, list.resourceVersion);
  }

  #replace(
    objects: readonly T[],
    version: string,
    state: ReflectorState = { state: "live" },
  ): void {
    this.#synced = true;
    this.#version = version;
    this.#heardAt = this.#options.clock.now();
    this.#emit(this.#options.store.replace(objects));
    this.#become(state);
  }

  /** Decides from a failure what to do next, says so, and waits. */
  async #recover(error: unknown, signal: AbortSignal): Promise<void> {
    if (this.#version === null && this.#watchList && isWatchListUnsupported(error)) {
      this.#watchList = false;
      return;
    }
    if (isExpired(error) || isTooLargeResourceVersion(error)) {
      const resumed = this.#version !== null;
      this.#version = null;
      // Once is ordinary; a list that expires as soon as it is made is not.
      if (resumed) return;
    }
    if (isForbidden(error)) await this.#listOnly(error, signal);
    else await this.#backOff(error, signal);
  }

  async #backOff(error: unknown, signal: AbortSignal): Promise<void> {
    const { clock, random } = this.#options;
    const retryAfter = error instanceof StatusError ? error.retryAfterSeconds : null;
    const delay = backoffMs(this.#failures, random(), retryAfter);
    this.#failures += 1;
    this.#become({
      state: "backing-off",
      since: this.#heardAt,
      message: error instanceof Error ? error.message : String(error),
      retryAt: clock.now() + delay,
      synced: this.#synced,
    });
    await this.#wait(delay, signal);
  }

  /** Refused: perhaps only the watch is, then a list every now and then will do. */
  async #listOnly(refusal: StatusError, signal: AbortSignal): Promise<void> {
    const { client, resource, namespace, clock } = this.#options;
    try {
      const list = await listPages(client, resource, namespace, signal, () => {});
      const refreshed = clock.now();
      const { message } = refusal;
      this.#replace(list.items, list.resourceVersion, { state: "list-only", message, refreshed });
      // The watch comes first again, for the right may have been given by then.
      if (this.#watchList) this.#version = null;
      await this.#wait(listOnlyMs, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (!isForbidden(error)) return await this.#backOff(error, signal);
      this.#version = null;
      const retryAt = clock.now() + forbiddenMs;
      this.#become({ state: "forbidden", verb: "list", message: error.message, retryAt });
      await this.#wait(forbiddenMs, signal);
    }
  }

  async #wait(ms: number, signal: AbortSignal): Promise<void> {
    this.#hurry = new AbortController();
    const stop = AbortSignal.any([signal, this.#hurry.signal]);
    await this.#options.clock.sleep(ms, stop).catch(() => {});
  }

  #progress(listed: number, remaining: number | null): void {
    if (!this.#synced) this.#become({ state: "syncing", listed, remaining });
  }

  #emit(changes: readonly Change<T>[]): void {
    if (changes.length > 0) this.#options.changed(changes);
  }

  #become(state: ReflectorState): void {
    if (state.state === "live" && this.#state.state === "live") return;
    this.#state = state;
    this.#options.became(state);
  }
}

/** The audit's time has come; no failure. */
class AuditDue extends Error {}
