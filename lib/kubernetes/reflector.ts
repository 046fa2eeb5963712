import { Audit } from "#lib/kubernetes/audit";
import { Backoff } from "#lib/kubernetes/backoff";
import { readInitialEvents, UnfinishedList } from "#lib/kubernetes/initial-events";
import { type CompleteList, chosenBy, type Listing, listPages } from "#lib/kubernetes/list-pages";
import type { ReflectorState } from "#lib/kubernetes/reflector-state";
import type { WatchOptions } from "#lib/kubernetes/request-options";
import { isNewer } from "#lib/kubernetes/resource-version";
import { checkRights } from "#lib/kubernetes/rights-check";
import { Silence } from "#lib/kubernetes/silence";
import {
  ConnectionError,
  isExpired,
  isForbidden,
  isTooLargeResourceVersion,
  isWatchListUnsupported,
  type StatusError,
} from "#lib/kubernetes/status-error";
import type { Change, Store } from "#lib/kubernetes/store";
import type { KubernetesObject } from "#lib/kubernetes/types";
import type { WatchEvent } from "#lib/kubernetes/watch-event";
import { type Text, text } from "#lib/texts/text";
import { saidBy } from "#lib/texts/text-error";
import type { Clock } from "#lib/time/clock";

export interface ReflectorOptions<T extends KubernetesObject> extends Listing<T> {
  readonly store: Store<T>;
  readonly clock: Clock;
  /** Between 0 and 1. */
  readonly random: () => number;
  readonly changed: (changes: readonly Change<T>[]) => void;
  readonly became: (state: ReflectorState) => void;
  /** Told of what is no state, but should not go unnoticed; one line each. */
  readonly report: (problem: Error) => void;
}

/**
 * Bookmarks come about once a minute. A stream without any sign for longer is dead by itself, or
 * waits for a version that will not come: that of an etcd before it was restored from a backup.
 */
const quietMs = 150_000;
/** A watch-list that does not go on for so long will not end; some servers know no end mark. */
const stuckMs = 30_000;
/** A watch that ends sooner without an event is a failure, or it would be opened in a hot loop. */
const shortMs = 1_000;
/**
 * A stream that held this long has earned a fresh start of the back-off; a list that did may expire
 * and be made anew at once.
 */
const healthyMs = 5_000;
/** Rows that nobody keeps up to date go without a mark for no longer than this. */
const unmarkedMs = 5_000;
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
  readonly #audit = new Audit();
  readonly #backoff: Backoff;
  #heardAt: number;
  /** When the last complete list was there. */
  #listedAt = Number.NEGATIVE_INFINITY;

  constructor(options: ReflectorOptions<T>) {
    this.#options = options;
    this.#backoff = new Backoff(options.clock, options.random);
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
    this.#backoff.hurry();
  }

  /** Runs until the signal is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.#follow(signal);
      } catch (error) {
        if (signal.aborted) return;
        await this.#recover(error, signal);
      }
    }
  }

  /** One stream from its opening to its ordinary end. */
  async #follow(signal: AbortSignal): Promise<void> {
    const { client, resource, clock, random, arrived } = this.#options;
    const opened = new AbortController();
    const watchList = this.#version === null && this.#watchList;
    let listing = watchList;
    const beginAnew = () => {
      this.#version = null;
      opened.abort(new OrdinaryEnd());
    };
    const audit = () => {
      // It may be due in the moment that silence lasted too long.
      if (opened.signal.aborted) return;
      this.#audit.begin(this.#version);
      beginAnew();
    };
    const silence = new Silence({
      clock,
      probe: () => client.version(opened.signal),
      gone: (error) => opened.abort(error),
      patienceMs: () => (listing ? stuckMs : quietMs),
      quiet: () => (listing ? opened.abort(new UnfinishedList()) : audit()),
    });
    const stop = AbortSignal.any([signal, opened.signal]);
    const begun = clock.now();
    let liveAt = Number.POSITIVE_INFINITY;
    const cancels = [this.#markIfSlow()];
    try {
      if (this.#version === null && !watchList) await this.#list(stop, silence);
      const options: WatchOptions = {
        ...chosenBy(this.#options),
        timeoutSeconds: Math.round(300 + 300 * random()),
        ...(this.#version === null
          ? { sendInitialEvents: true }
          : { resourceVersion: this.#version }),
      };
      const events = await client.watch(resource, options, stop, () => silence.heard());
      silence.heard();
      if (listing) {
        const progress = (listed: number) => this.#progress(listed, null);
        await this.#replace(await readInitialEvents(events, arrived, progress), stop);
        listing = false;
      }
      cancels.pop()?.();
      this.#become({ state: "live" });
      liveAt = clock.now();
      cancels.push(clock.after(Math.max(0, this.#audit.dueAt - liveAt), audit));
      cancels.push(checkRights({ ...this.#options, lost: beginAnew }));
      const count = await this.#read(events, stop);
      if (count === 0 && !watchList && clock.now() - begun < shortMs) {
        throw new ConnectionError(text("the API server closes the watch as soon as it is open"));
      }
    } catch (error) {
      // An abort of our own says more than the failure it caused.
      const reason: unknown = opened.signal.reason;
      if (!(reason instanceof OrdinaryEnd)) throw reason ?? error;
    } finally {
      this.#heardAt = Math.max(this.#heardAt, silence.heardAt);
      if (clock.now() - liveAt > healthyMs) this.#backoff.reset();
      for (const cancel of cancels) cancel();
      silence.stop();
      opened.abort();
    }
  }

  /** Takes the events of a watch as they come; gives how many there were. */
  async #read(events: AsyncGenerator<WatchEvent<T>>, stop: AbortSignal): Promise<number> {
    const { store } = this.#options;
    let count = 0;
    for await (const event of events) {
      stop.throwIfAborted();
      count += 1;
      // A watch goes forward: what does not was told before, and its object may be gone by now.
      if (this.#version !== null && !isNewer(event.resourceVersion, this.#version)) continue;
      if (event.resourceVersion !== "") this.#version = event.resourceVersion;
      if (event.type === "deleted") this.#emit(store.delete(event.object));
      else if (event.type === "unreadable") this.#reportUnreadable(1);
      else if (event.type !== "bookmark") this.#emit(store.upsert(event.object));
    }
    return count;
  }

  async #list(signal: AbortSignal, silence: Silence): Promise<void> {
    const list = await listPages(this.#options, signal, (listed, remaining) => {
      silence.heard();
      this.#progress(listed, remaining);
    });
    await this.#replace(list, signal);
  }

  async #replace({ items, resourceVersion, unreadable }: CompleteList<T>, stop: AbortSignal) {
    stop.throwIfAborted();
    const { store, clock, random, resource, report } = this.#options;
    const changes = await store.replaceInTurns(items, stop);
    const lost = this.#audit.lost(changes);
    this.#synced = true;
    this.#version = resourceVersion;
    this.#heardAt = clock.now();
    this.#listedAt = this.#heardAt;
    this.#audit.end(this.#heardAt, random());
    this.#emit(changes);
    if (lost > 0) report(new Error(`the watch of ${resource.plural} had lost ${lost} changes`));
    if (unreadable > 0) this.#reportUnreadable(unreadable);
  }

  #reportUnreadable(count: number): void {
    const { resource, report } = this.#options;
    report(new Error(`${count} ${resource.plural} without name or uid were skipped`));
  }

  /** Decides from a failure what to do next, says so, and waits. */
  async #recover(error: unknown, signal: AbortSignal): Promise<void> {
    this.#audit.abandon();
    const unsupported = isWatchListUnsupported(error) || error instanceof UnfinishedList;
    if (this.#version === null && this.#watchList && unsupported) {
      this.#watchList = false;
      return;
    }
    if (isExpired(error) || isTooLargeResourceVersion(error)) {
      const resumed = this.#version !== null;
      this.#version = null;
      // Now and then is ordinary; a list that expires as soon as it is made is not.
      if (resumed && this.#options.clock.now() - this.#listedAt > healthyMs) return;
    }
    if (isForbidden(error)) await this.#listOnly(error, signal);
    else await this.#backOff(error, signal);
  }

  async #backOff(error: unknown, signal: AbortSignal): Promise<void> {
    const delay = this.#backoff.next(error);
    this.#becomeStale(saidBy(error), this.#options.clock.now() + delay);
    await this.#backoff.wait(delay, signal);
  }

  /** Refused: perhaps only the watch is, then a list every now and then will do. */
  async #listOnly(refusal: StatusError, signal: AbortSignal): Promise<void> {
    const { clock, store } = this.#options;
    try {
      await this.#replace(await listPages(this.#options, signal, () => {}), signal);
      this.#become({ state: "list-only", message: refusal.text, refreshed: clock.now() });
      // The watch comes first again, for the right may have been given by then.
      if (this.#watchList) this.#version = null;
      await this.#backoff.wait(listOnlyMs, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (!isForbidden(error)) return await this.#backOff(error, signal);
      this.#version = null;
      // What was read with a right is not shown without it.
      this.#emit(store.replace([]));
      this.#synced = false;
      const retryAt = clock.now() + forbiddenMs;
      this.#become({ state: "forbidden", verb: "list", message: error.text, retryAt });
      await this.#backoff.wait(forbiddenMs, signal);
    }
  }

  /**
   * Until the stream is open nobody tells of changes: marks the rows when that takes long, but for an
   * audit. The returned function calls it off.
   */
  #markIfSlow(): () => void {
    if (this.#audit.running || this.#state.state !== "live") return () => {};
    const slow =
      this.#version === null
        ? text("the API server takes long to list anew")
        : text("the API server takes long to answer the watch");
    return this.#options.clock.after(unmarkedMs, () => this.#becomeStale(slow, null));
  }

  #progress(listed: number, remaining: number | null): void {
    if (!this.#synced) this.#become({ state: "syncing", listed, remaining });
  }

  #emit(changes: readonly Change<T>[]): void {
    if (changes.length > 0) this.#options.changed(changes);
  }

  #becomeStale(message: Text, retryAt: number | null): void {
    const synced = this.#synced;
    this.#become({ state: "backing-off", since: this.#heardAt, message, retryAt, synced });
  }

  #become(state: ReflectorState): void {
    if (state.state === "live" && this.#state.state === "live") return;
    this.#state = state;
    this.#options.became(state);
  }
}

/** We ended the stream ourselves, to open another; no failure. */
class OrdinaryEnd extends Error {}
