import { isNewer } from "#lib/kubernetes/resource-version";
import type { Clock } from "#lib/time/clock";
import type { ApiClient, ApiWatchEvent } from "../api-client.ts";
import { ApiFailure, type ApiObject, type Plural, type Status } from "../objects.ts";
import { isExpired } from "./refusal.ts";

/** What changed: neither is a view to write on. One of them is missing for what came or went. */
export type Heard = (now: ApiObject | undefined, before: ApiObject | undefined) => void;

/** `namespace/name`, or the name of what has no namespace. */
export function keyOf({ metadata }: ApiObject): string {
  return metadata.namespace ? `${metadata.namespace}/${metadata.name}` : metadata.name;
}

/** Stands for the uid of an owner where there is no controller. */
const nobody = "";

function ownersOf(object: ApiObject | undefined): string[] {
  if (!object) return [];
  const references = object.metadata.ownerReferences ?? [];
  const uids = references.map(({ uid }) => uid);
  return references.some(({ controller }) => controller) ? uids : [...uids, nobody];
}

const firstBackoffMs = 800;
const longestBackoffMs = 30_000;

/** All objects of one resource as last heard of by list and watch, with an index by owner. */
export class Informer {
  readonly plural: Plural;
  readonly #client: ApiClient;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #objects = new Map<string, ApiObject>();
  readonly #owned = new Map<string, Map<string, ApiObject>>();
  readonly #listeners: Heard[] = [];
  readonly #waiting = new Set<{ test: () => boolean; resolve: () => void }>();
  /** Of the last list or event; null before the first list and after a 410. */
  #version: string | null = null;
  #synced = false;

  /** Ends with the signal. */
  constructor(client: ApiClient, plural: Plural, clock: Clock, signal: AbortSignal) {
    this.#client = client;
    this.plural = plural;
    this.#clock = clock;
    this.#signal = signal;
  }

  /** Resolves at the signal; what goes wrong before is tried again. */
  async run(): Promise<void> {
    for (let failures = 0; !this.#signal.aborted; ) {
      const begun = this.#clock.now();
      try {
        this.#version ??= await this.#list();
        const watch = this.#client.watch(this.plural, null, this.#version, this.#signal);
        for await (const event of watch) {
          this.#apply(event);
          failures = 0;
        }
        if (this.#clock.now() - begun >= 1000) continue;
      } catch (error) {
        if (isExpired(error)) this.#version = null;
        if (isExpired(error) && failures++ === 0) continue;
      }
      const backoff = Math.min(firstBackoffMs * 2 ** failures++, longestBackoffMs);
      await this.#clock.sleep(backoff, this.#signal).catch(() => {});
    }
  }

  listen(heard: Heard): void {
    this.#listeners.push(heard);
  }

  get(key: string): ApiObject | undefined {
    return this.#objects.get(key);
  }

  list(): ApiObject[] {
    return [...this.#objects.values()];
  }

  /** The objects with an owner reference to this uid. */
  dependents(uid: string): ApiObject[] {
    return [...(this.#owned.get(uid)?.values() ?? [])];
  }

  /** The objects that nobody controls. */
  orphans(): ApiObject[] {
    return this.dependents(nobody);
  }

  /** Resolves after the first list. */
  synced(): Promise<void> {
    return this.#until(() => this.#synced);
  }

  /**
   * Resolves when this version has been heard of: a sync that waits for its own writes is never
   * decided on a world without them. Rejects with the signal.
   */
  reached(version: string): Promise<void> {
    return this.#until(() => this.#version !== null && !isNewer(version, this.#version));
  }

  /** Resolves when the object is known to be gone or going. */
  deleted({ metadata }: ApiObject, key: string): Promise<void> {
    return this.#until(() => {
      const known = this.#objects.get(key)?.metadata;
      return known?.uid !== metadata.uid || known.deletionTimestamp !== undefined;
    });
  }

  #until(test: () => boolean): Promise<void> {
    if (test()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const waiting = { test, resolve };
      this.#waiting.add(waiting);
      const stop = () => reject(this.#signal.reason);
      if (this.#signal.aborted) stop();
      this.#signal.addEventListener("abort", stop, { once: true });
      waiting.resolve = () => {
        this.#signal.removeEventListener("abort", stop);
        resolve();
      };
    });
  }

  async #list(): Promise<string> {
    const { items, resourceVersion } = await this.#client.list(this.plural, null);
    const listed = new Map(items.map((object) => [keyOf(object), object]));
    // An object that was replaced by one of its name goes before that one comes.
    for (const [key, known] of [...this.#objects]) {
      if (listed.get(key)?.metadata.uid !== known.metadata.uid) this.#store(key, undefined);
    }
    for (const [key, object] of listed) {
      const known = this.#objects.get(key)?.metadata.resourceVersion;
      if (known !== object.metadata.resourceVersion) this.#store(key, object);
    }
    this.#synced = true;
    this.#advance(resourceVersion);
    return resourceVersion;
  }

  #apply({ type, object }: ApiWatchEvent): void {
    if (type === "ERROR") throw new ApiFailure(object as unknown as Status);
    if (type === "DELETED") this.#store(keyOf(object), undefined);
    else if (type !== "BOOKMARK") this.#store(keyOf(object), object);
    this.#advance(object.metadata.resourceVersion);
  }

  #store(key: string, object: ApiObject | undefined): void {
    const before = this.#objects.get(key);
    if (object) this.#objects.set(key, object);
    else if (!this.#objects.delete(key)) return;
    for (const uid of ownersOf(before)) {
      const owned = this.#owned.get(uid);
      owned?.delete(key);
      if (owned?.size === 0) this.#owned.delete(uid);
    }
    for (const uid of ownersOf(object)) {
      const owned = this.#owned.get(uid) ?? new Map<string, ApiObject>();
      this.#owned.set(uid, owned.set(key, object as ApiObject));
    }
    for (const heard of this.#listeners) heard(object, before);
  }

  #advance(version: string): void {
    if (this.#version === null || isNewer(version, this.#version)) this.#version = version;
    for (const waiting of this.#waiting) {
      if (!waiting.test()) continue;
      this.#waiting.delete(waiting);
      waiting.resolve();
    }
  }
}
