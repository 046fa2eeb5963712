/**
 * How many logs are read at once that have not caught up with their present: what is followed costs
 * little, what is read from far back takes all it can get of the cluster and of the browser.
 */
export class BacklogSlots {
  #free: number;
  readonly #queue: (() => void)[] = [];
  readonly #changed: () => void;

  /** `changed` is told whenever `waiting` is another. */
  constructor(size: number, changed: () => void) {
    this.#free = size;
    this.#changed = changed;
  }

  /** How many wait for their turn. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** Resolves with what gives the slot back (once; more do nothing); `queued` is told if it must wait. */
  async take(signal: AbortSignal, queued: () => void): Promise<() => void> {
    if (this.#free > 0) this.#free -= 1;
    else await this.#turn(signal, queued);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      const next = this.#queue.shift();
      if (!next) this.#free += 1;
      else {
        next();
        this.#changed();
      }
    };
  }

  async #turn(signal: AbortSignal, queued: () => void): Promise<void> {
    signal.throwIfAborted();
    const turn = Promise.withResolvers<void>();
    const leave = () => {
      const at = this.#queue.indexOf(turn.resolve);
      if (at < 0) return;
      this.#queue.splice(at, 1);
      turn.reject(signal.reason);
      this.#changed();
    };
    this.#queue.push(turn.resolve);
    queued();
    this.#changed();
    signal.addEventListener("abort", leave, { once: true });
    await turn.promise.finally(() => signal.removeEventListener("abort", leave));
  }
}
