import { ConnectionError, StatusError } from "#lib/kubernetes/status-error";
import { text } from "#lib/texts/text";
import type { Clock } from "#lib/time/clock";

const checkMs = 10_000;
/** After this much silence the API server is asked whether it lives. */
const probeMs = 30_000;
const probeTimeoutMs = 5_000;

export interface SilenceOptions {
  readonly clock: Clock;
  /** A cheap question. */
  readonly probe: () => Promise<unknown>;
  /** Told once, when the API server does not answer any more. */
  readonly gone: (error: Error) => void;
  /** How long the stream may be silent although the API server lives; told once when that is over. */
  readonly patienceMs: () => number;
  readonly quiet: () => void;
}

/**
 * Watches one open stream for silence. A quiet resource and a hung API server look the same on it,
 * so after a while a cheap question decides, within 45 s in all. (A peer that is gone from the
 * network is noticed sooner, by TCP; see `transport.ts`.)
 */
export class Silence {
  readonly #options: SilenceOptions;
  #cancel = () => {};
  #stopped = false;
  /** When the stream last gave a sign of life, its opening included. */
  #streamAt: number;
  #heardAt = 0;

  constructor(options: SilenceOptions) {
    this.#options = options;
    this.#streamAt = options.clock.now();
    this.#schedule();
  }

  /** When the API server was last heard, by stream or probe; 0 when it was not. */
  get heardAt(): number {
    return this.#heardAt;
  }

  /** The stream gave a sign of life. */
  heard(): void {
    this.#streamAt = this.#options.clock.now();
    this.#heardAt = this.#streamAt;
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }

  #schedule(): void {
    if (this.#stopped) return;
    this.#cancel = this.#options.clock.after(checkMs, () => void this.#check());
  }

  async #check(): Promise<void> {
    const { clock, patienceMs, quiet, gone } = this.#options;
    const now = clock.now();
    if (now - Math.max(this.#streamAt, this.#heardAt) >= probeMs) {
      const failure = await this.#probe();
      if (this.#stopped) return;
      if (failure) return gone(failure);
      this.#heardAt = clock.now();
    }
    if (now - this.#streamAt >= patienceMs()) return quiet();
    this.#schedule();
  }

  /** What became of a probe; null for any answer of a server that works, a refusal included. */
  #probe(): Promise<Error | null> {
    const { clock, probe } = this.#options;
    return new Promise((resolve) => {
      const cancel = clock.after(probeTimeoutMs, () =>
        resolve(new ConnectionError(text("the API server does not answer"))),
      );
      probe()
        .then(
          () => resolve(null),
          (error: unknown) => {
            const answered = error instanceof StatusError && error.code < 500;
            resolve(answered ? null : error instanceof Error ? error : new Error(String(error)));
          },
        )
        .finally(cancel);
    });
  }
}
