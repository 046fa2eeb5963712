import type { Clock } from "#lib/time/clock";

/** Brings the world nearer to what `key` wants; a number asks for another sync after so many ms. */
export type Sync = (key: string) => Promise<number | undefined>;

export interface QueueOptions {
  readonly clock: Clock;
  readonly sync: Sync;
  /** Told of every sync that failed; it is retried all the same. */
  readonly failed: (key: string, error: unknown) => void;
  /** The wait before the first retry of a key in ms; it doubles up to `longestRetryMs`. */
  readonly retryMs: number;
  readonly longestRetryMs: number;
}

const workers = 5;
/** A sync that asks for another one at once leaves time to the rest of the process. */
const pauseMs = 10;
/** A timer of Node's fires at once when it is set for longer than 24 days. */
const longestWaitMs = 24 * 3_600_000;

/**
 * A deduplicating work queue: a key is synced by one worker at a time, and once more if it was added
 * meanwhile. Of several waits for one key the shortest counts, as in client-go.
 */
export class Queue {
  readonly #options: QueueOptions;
  readonly #ready = new Set<string>();
  readonly #waiting = new Map<string, { due: number; callOff: () => void }>();
  readonly #running = new Map<string, Promise<void>>();
  readonly #failures = new Map<string, number>();
  #open = false;
  #stopped = false;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  /** Keys may be added before; nothing is synced until the caches are filled. */
  start(): void {
    this.#open = true;
    this.#work();
  }

  /** Takes no more keys and waits for the syncs under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const { callOff } of this.#waiting.values()) callOff();
    this.#waiting.clear();
    this.#ready.clear();
    await Promise.all(this.#running.values());
  }

  add(key: string): void {
    if (this.#stopped) return;
    this.#ready.add(key);
    this.#work();
  }

  addAfter(key: string, ms: number): void {
    if (this.#stopped) return;
    if (ms <= 0) return this.add(key);
    const { clock } = this.#options;
    const waitMs = Math.min(ms, longestWaitMs);
    const due = clock.now() + waitMs;
    const waiting = this.#waiting.get(key);
    if (waiting && waiting.due <= due) return;
    waiting?.callOff();
    const callOff = clock.after(waitMs, () => {
      this.#waiting.delete(key);
      this.add(key);
    });
    this.#waiting.set(key, { due, callOff });
  }

  #work(): void {
    if (!this.#open) return;
    for (const key of this.#ready) {
      if (this.#running.size >= workers) return;
      if (this.#running.has(key)) continue;
      this.#ready.delete(key);
      this.#running.set(
        key,
        // Not before the key is marked: a sync may add it.
        Promise.resolve(key)
          .then((begun) => this.#process(begun))
          .then(() => {
            this.#running.delete(key);
            this.#work();
          }),
      );
    }
  }

  async #process(key: string): Promise<void> {
    const { sync, failed, retryMs, longestRetryMs } = this.#options;
    try {
      const again = await sync(key);
      this.#failures.delete(key);
      if (again !== undefined) this.addAfter(key, Math.max(again, pauseMs));
    } catch (error) {
      if (this.#stopped) return;
      failed(key, error);
      const failures = this.#failures.get(key) ?? 0;
      this.#failures.set(key, failures + 1);
      this.addAfter(key, Math.min(retryMs * 2 ** failures, longestRetryMs));
    }
  }
}
