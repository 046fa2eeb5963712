/** The answers that go on, by kind, so that they can be counted and a shutdown can end them. */
export class OpenStreams<Kind extends string> {
  readonly #open = new Map<AbortSignal, { readonly kind: Kind; readonly stop: () => void }>();
  readonly #kinds: readonly Kind[];

  /** `kinds` are counted also while none is open. */
  constructor(kinds: readonly Kind[]) {
    this.#kinds = kinds;
  }

  get size(): number {
    return this.#open.size;
  }

  /** Holds a stream until its signal says that it has ended; `stop` ends it. */
  add(kind: Kind, signal: AbortSignal, stop: () => void): void {
    // The browser may have left already; nothing would tell of it a second time.
    if (signal.aborted) return;
    this.#open.set(signal, { kind, stop });
    signal.addEventListener("abort", () => this.#open.delete(signal), { once: true });
  }

  counts(): ReadonlyMap<Kind, number> {
    const counts = new Map(this.#kinds.map((kind) => [kind, 0]));
    for (const { kind } of this.#open.values()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    return counts;
  }

  stop(): void {
    for (const { stop } of [...this.#open.values()]) stop();
  }
}
