import { turn } from "#lib/time/clock";

/** So many at a time; who comes later waits for a turn, in the order in which he came. */
export class Turns {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(atOnce: number) {
    this.#free = atOnce;
  }

  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }
}

/** A millisecond or two. */
const slice = 2_000;

/** Does little work for each of many, some in one turn, between which others have theirs (quality P7). */
export async function eachInTurns<T>(
  items: Iterable<T>,
  stopped: () => boolean,
  work: (item: T) => void,
): Promise<void> {
  let done = 0;
  for (const item of items) {
    if (++done % slice === 0) await turn();
    if (stopped()) return;
    work(item);
  }
}
