interface Ends {
  /** Writes what has come up since, whenever the reader wants more. */
  readonly fill?: () => void;
  /** Called once, at the end or when the reader has left. */
  readonly left: () => void;
}

/** The body of an answer that is written by one and read by another, as it comes. */
export class Pieces implements AsyncIterableIterator<string> {
  readonly #ends: Ends;
  readonly #aborted = () => this.end();
  #signal: AbortSignal | undefined;
  #text = "";
  #isOver = false;
  #wake: () => void = () => {};

  constructor(ends: Ends) {
    this.#ends = ends;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<string, undefined>> {
    for (;;) {
      if (!this.#isOver) this.#ends.fill?.();
      if (this.#text !== "") {
        const value = this.#text;
        this.#text = "";
        return { done: false, value };
      }
      if (this.#isOver) return { done: true, value: undefined };
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async return(): Promise<IteratorResult<string, undefined>> {
    this.#text = "";
    this.end();
    return { done: true, value: undefined };
  }

  /** What is written after the end is lost. */
  write(text: string): void {
    if (!this.#isOver) this.#text += text;
    this.wake();
  }

  /** There may be something to fill in. */
  wake(): void {
    this.#wake();
  }

  /** What has been written is still read. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#signal?.removeEventListener("abort", this.#aborted);
    this.#ends.left();
    this.wake();
  }

  endWith(signal: AbortSignal | undefined): void {
    this.#signal = signal;
    signal?.addEventListener("abort", this.#aborted);
    if (signal?.aborted) this.end();
  }
}
