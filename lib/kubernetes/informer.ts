import type { Client } from "#lib/kubernetes/client";
import type { InformerObserver, InformerState } from "#lib/kubernetes/observer";
import { Reflector } from "#lib/kubernetes/reflector";
import type { ReflectorState } from "#lib/kubernetes/reflector-state";
import type { Resource } from "#lib/kubernetes/resources";
import { type Change, Store } from "#lib/kubernetes/store";
import type { KubernetesObject } from "#lib/kubernetes/types";
import { inEnglish } from "#lib/texts/wording";
import type { Clock } from "#lib/time/clock";

export interface InformerListener<T> {
  changes(changes: readonly Change<T>[]): void;
  state(state: ReflectorState): void;
}

export interface InformerOptions<T> {
  readonly client: Client;
  readonly resource: Resource<T>;
  /** Null for all namespaces. */
  readonly namespace: string | null;
  /** Only the objects with these fields, as the API server selects them. */
  readonly fieldSelector?: string;
  readonly clock: Clock;
  readonly random?: () => number;
  /**
   * Work that each object will need, done as it arrives: at the end of a long list it would hold up
   * everybody (quality P7).
   */
  readonly prepare?: (object: T) => void;
  /**
   * Told of what nobody waits for, one line each: a listener that threw (the others have been told
   * all the same), objects that were skipped, changes that the watch lost and the audit found.
   */
  readonly onError: (error: unknown) => void;
  readonly observer?: InformerObserver;
}

/** Someone who leaves a page and comes back finds the store warm. */
const graceMs = 30_000;

/**
 * One resource of one scope for all who listen: the first listener starts its reflector, and some
 * time after the last has left it stops. What it held is then forgotten: nobody would know how old
 * it is.
 */
export class Informer<T extends KubernetesObject> {
  readonly resource: Resource<T>;
  readonly namespace: string | null;
  readonly store = new Store<T>();
  readonly #options: InformerOptions<T>;
  readonly #listeners = new Set<InformerListener<T>>();
  #reflector: Reflector<T>;
  #running: AbortController | null = null;
  #cancelStop = () => {};
  /** What the observer was last told, and in which words. */
  #told: { readonly state: InformerState; readonly message?: string } = { state: "stopped" };

  constructor(options: InformerOptions<T>) {
    this.#options = options;
    this.resource = options.resource;
    this.namespace = options.namespace;
    this.#reflector = this.#newReflector();
  }

  get state(): ReflectorState {
    return this.#reflector.state;
  }

  /** Someone listens, or did a moment ago. */
  get running(): boolean {
    return this.#running !== null;
  }

  get synced(): boolean {
    return this.#reflector.synced;
  }

  /** Listens until the returned function is called. What the store holds already is not repeated. */
  subscribe(listener: InformerListener<T>): () => void {
    this.#cancelStop();
    this.#listeners.add(listener);
    this.#start();
    return () => {
      if (!this.#listeners.delete(listener) || this.#listeners.size > 0) return;
      this.#cancelStop = this.#options.clock.after(graceMs, () => this.stop());
    };
  }

  retryNow(): void {
    this.#reflector.retryNow();
  }

  stop(): void {
    this.#cancelStop();
    if (!this.#running) return;
    this.#running.abort();
    this.#running = null;
    this.store.clear();
    this.#reflector = this.#newReflector();
    this.#observe({ state: "stopped" });
  }

  #start(): void {
    if (this.#running) return;
    this.#running = new AbortController();
    this.#observe(this.#reflector.state);
    void this.#reflector.run(this.#running.signal).catch(this.#options.onError);
  }

  #newReflector(): Reflector<T> {
    const { client, resource, namespace, fieldSelector, clock, onError } = this.#options;
    const { random = Math.random, prepare = () => {} } = this.#options;
    return new Reflector<T>({
      client,
      resource,
      namespace,
      fieldSelector,
      store: this.store,
      clock,
      random,
      arrived(object) {
        try {
          prepare(object);
        } catch (error) {
          onError(error);
        }
      },
      changed: (changes) => this.#tell((listener) => listener.changes(changes)),
      became: (state) => {
        this.#observe(state);
        this.#tell((listener) => listener.state(state));
      },
      report: (problem) => onError(problem),
    });
  }

  /** A list goes on and a wait begins anew many times: only what is new is told. */
  #observe(to: ReflectorState | { readonly state: "stopped"; readonly message?: never }): void {
    const { state, message } = this.#told;
    const now = "message" in to && to.message ? inEnglish(to.message) : undefined;
    if (state === to.state && message === now) return;
    this.#told = { state: to.state, ...(now === undefined ? {} : { message: now }) };
    this.#options.observer?.became(this.resource.plural, state, to);
  }

  #tell(tell: (listener: InformerListener<T>) => void): void {
    for (const listener of this.#listeners) {
      try {
        tell(listener);
      } catch (error) {
        this.#options.onError(error);
      }
    }
  }
}
