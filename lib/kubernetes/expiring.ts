import type { Clock } from "#lib/time/clock";

export interface Fetched<T> {
  readonly value: T;
  /** In milliseconds since the epoch; Infinity for what holds until it is refused. */
  readonly expiresAt: number;
}

/** A tenth of its life, but no more than this, before its end a value is fetched anew. */
const earlyMs = 60_000;

/**
 * A value with an end: fetched when it is first asked for and again shortly before it expires, once
 * for all who ask at the same time. While a renewal fails the old value serves as long as it holds.
 */
export class Expiring<T> {
  readonly #fetch: () => Promise<Fetched<T>>;
  readonly #clock: Clock;
  #known: (Fetched<T> & { readonly renewAt: number }) | null = null;
  #fetching: Promise<T> | null = null;

  constructor(clock: Clock, fetch: () => Promise<Fetched<T>>) {
    this.#clock = clock;
    this.#fetch = fetch;
  }

  /** @throws what the fetch threw, when no value is left that holds. */
  get(): Promise<T> {
    if (this.#known && this.#clock.now() < this.#known.renewAt) {
      return Promise.resolve(this.#known.value);
    }
    this.#fetching ??= this.#renew().finally(() => {
      this.#fetching = null;
    });
    return this.#fetching;
  }

  /** The value was refused: it is fetched anew when it is next asked for. */
  forget(): void {
    this.#known = null;
  }

  async #renew(): Promise<T> {
    try {
      const { value, expiresAt } = await this.#fetch();
      const life = expiresAt - this.#clock.now();
      this.#known = { value, expiresAt, renewAt: expiresAt - Math.min(earlyMs, life / 10) };
      return value;
    } catch (error) {
      if (this.#known && this.#clock.now() < this.#known.expiresAt) return this.#known.value;
      throw error;
    }
  }
}
