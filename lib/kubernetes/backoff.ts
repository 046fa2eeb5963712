import { StatusError } from "#lib/kubernetes/status-error";
import type { Clock } from "#lib/time/clock";

const firstMs = 800;
const lastMs = 30_000;
/** An API server that asks for a longer rest than this is asked again all the same. */
const longestMs = 5 * 60_000;

/**
 * The waits between tries: 0.8 s doubling to 30 s with each failure in a row, spread by up to as
 * much again so that clients do not return together (client-go's reflector), but never less than
 * the API server asks for.
 */
export class Backoff {
  readonly #clock: Clock;
  readonly #random: () => number;
  #failures = 0;
  #hurry = new AbortController();

  /** `random` gives numbers between 0 and 1. */
  constructor(clock: Clock, random: () => number) {
    this.#clock = clock;
    this.#random = random;
  }

  /** How long to wait after one more failure, in milliseconds. */
  next(error: unknown): number {
    const asked = error instanceof StatusError ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
    const delay = Math.min(lastMs, firstMs * 2 ** Math.min(this.#failures, 10));
    this.#failures += 1;
    return Math.max(delay * (1 + this.#random()), Math.min(asked, longestMs));
  }

  /** It went well: the next failure is a first one. */
  reset(): void {
    this.#failures = 0;
  }

  /** Cuts a wait short and begins with short ones anew: a person asked. */
  hurry(): void {
    this.#failures = 0;
    this.#hurry.abort();
  }

  /** Resolves after so many milliseconds, when it is hurried, or when the signal is aborted. */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    this.#hurry = new AbortController();
    const stop = AbortSignal.any([signal, this.#hurry.signal]);
    await this.#clock.sleep(ms, stop).catch(() => {});
  }
}
