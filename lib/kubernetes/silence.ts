import { ConnectionError } from "#lib/kubernetes/status-error";
import type { Clock } from "#lib/time/clock";

const checkMs = 10_000;
/** After this much silence the API server is asked whether it lives. */
const probeMs = 30_000;
const probeTimeoutMs = 5_000;
/** Bookmarks come about once a minute; a stream without any sign for longer may be dead by itself. */
const deadMs = 150_000;

/**
 * Watches one open stream for silence. A quiet resource and a hung API server look the same on it,
 * so after a while a cheap question decides. (A peer that is gone is noticed by TCP keep-alive,
 * within 25 s; see `transport.ts`.)
 */
export class Silence {
  readonly #clock: Clock;
  readonly #probe: () => Promise<unknown>;
  readonly #broken: (error: Error) => void;
  #cancel = () => {};
  #stopped = false;
  /** When the stream last gave a sign of life, its opening included. */
  #streamAt: number;
  #heardAt = 0;

  /** `broken` is told once, when the stream should be given up. */
  constructor(clock: Clock, probe: () => Promise<unknown>, broken: (error: Error) => void) {
    this.#clock = clock;
    this.#probe = probe;
    this.#broken = broken;
    this.#streamAt = clock.now();
    this.#schedule();
  }

  /** When the API server was last heard, by stream or probe; 0 when it was not. */
  get heardAt(): number {
    return this.#heardAt;
  }

  /** The stream gave a sign of life. */
  heard(): void {
    this.#streamAt = this.#clock.now();
    this.#heardAt = this.#streamAt;
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }

  #schedule(): void {
    if (!this.#stopped) this.#cancel = this.#clock.after(checkMs, () => void this.#check());
  }

  async #check(): Promise<void> {
    const now = this.#clock.now();
    if (now - this.#streamAt > deadMs) {
      return this.#broken(new ConnectionError("the watch gave no sign of life for too long"));
    }
    if (now - Math.max(this.#streamAt, this.#heardAt) >= probeMs) {
      try {
        await this.#inTime(this.#probe());
        this.#heardAt = this.#clock.now();
      } catch (error) {
        if (!this.#stopped) this.#broken(error instanceof Error ? error : new Error(String(error)));
        return;
      }
    }
    this.#schedule();
  }

  #inTime(answer: Promise<unknown>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const cancel = this.#clock.after(probeTimeoutMs, () =>
        reject(new ConnectionError("the API server does not answer")),
      );
      answer.then(resolve, reject).finally(cancel);
    });
  }
}
