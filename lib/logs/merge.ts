import type { LogOrigin } from "#lib/api/log-frames";
import { comparePlaces, type Place, placeTime } from "#lib/logs/order";

/** What a merge takes next from one of its runs; at one place the lower rank goes first. */
interface Head extends Place {
  readonly rank: number;
}

/** The heads of runs, the one that stands first on top. */
class Heads<T extends Head> {
  readonly #heap: T[] = [];

  get top(): T | undefined {
    return this.#heap[0];
  }

  add(head: T): void {
    let at = this.#heap.push(head) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = this.#heap[parent] as T;
      if (compareHeads(above, head) <= 0) break;
      this.#heap[at] = above;
      at = parent;
    }
    this.#heap[at] = head;
  }

  /** Takes the top away. */
  drop(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.settle();
  }

  /** Puts the top where it belongs after it moved on. */
  settle(): void {
    const { length } = this.#heap;
    const head = this.#heap[0] as T;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= length) break;
      const right = child + 1;
      if (right < length && compareHeads(this.#heap[right] as T, this.#heap[child] as T) < 0) {
        child = right;
      }
      const below = this.#heap[child] as T;
      if (compareHeads(head, below) <= 0) break;
      this.#heap[at] = below;
      at = child;
    }
    this.#heap[at] = head;
  }
}

function compareHeads(a: Head, b: Head): number {
  return comparePlaces(a, b) || a.rank - b.rank;
}

/**
 * One list in the order of places out of runs that each are in it. At one place of one source the
 * run that was named first goes first.
 */
export function mergeRuns<T extends Place>(runs: readonly (readonly T[])[]): readonly T[] {
  const [first, second, ...more] = runs.filter((run) => run.length > 0);
  if (first === undefined) return [];
  if (second === undefined) return first;
  if (more.length === 0) return mergeTwo(first, second);
  const heads = new Heads<RunHead<T>>();
  for (const [rank, run] of [first, second, ...more].entries()) heads.add(new RunHead(run, rank));
  const merged: T[] = [];
  for (let head = heads.top; head; head = heads.top) {
    merged.push(head.item);
    if (head.advance()) heads.settle();
    else heads.drop();
  }
  return merged;
}

class RunHead<T extends Place> implements Head {
  readonly rank: number;
  item: T;
  readonly #run: readonly T[];
  #next = 0;

  constructor(run: readonly T[], rank: number) {
    this.#run = run;
    this.rank = rank;
    this.item = run[this.#next++] as T;
  }

  get at(): string {
    return this.item.at;
  }
  get source(): LogOrigin {
    return this.item.source;
  }

  advance(): boolean {
    const next = this.#run[this.#next++];
    if (next === undefined) return false;
    this.item = next;
    return true;
  }
}

function mergeTwo<T extends Place>(a: readonly T[], b: readonly T[]): readonly T[] {
  const merged: T[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    const [left, right] = [a[i] as T, b[j] as T];
    if (comparePlaces(left, right) <= 0) {
      merged.push(left);
      i++;
    } else {
      merged.push(right);
      j++;
    }
  }
  for (; i < a.length; i++) merged.push(a[i] as T);
  for (; j < b.length; j++) merged.push(b[j] as T);
  return merged;
}

/** The lines of one source in its own order, in batches as they come. */
export interface LineSource<T> {
  readonly origin: LogOrigin;
  readonly lines: AsyncIterable<readonly T[]>;
}

export interface MergedLine<T> {
  readonly source: LogOrigin;
  readonly line: T;
}

const batchLines = 1_000;

/**
 * Merges sources that are read at the same time, in batches of at most a thousand lines. Of each
 * source one batch is held at most, and the next is asked for when the one before is used up: a slow
 * reader slows the sources. It begins when every source has said its first; what one throws ends it.
 * However it ends, the sources are told (`return` of their iterators).
 */
export async function* mergeLines<T extends { readonly time: string }>(
  sources: readonly LineSource<T>[],
): AsyncGenerator<readonly MergedLine<T>[], void, undefined> {
  const readers = sources.map((source, rank) => new BatchHead(source, rank));
  try {
    const heads = new Heads<BatchHead<T>>();
    const begun = await Promise.all(readers.map((reader) => reader.fill()));
    for (const [i, reader] of readers.entries()) if (begun[i]) heads.add(reader);
    let out: MergedLine<T>[] = [];
    for (let head = heads.top; head; head = heads.top) {
      out.push({ source: head.source, line: head.line });
      let more = head.advance();
      if (!more || out.length >= batchLines) {
        // What is known to stand next does not wait for what comes after it.
        yield out;
        out = [];
        more ||= await head.fill();
      }
      if (more) heads.settle();
      else heads.drop();
    }
  } finally {
    await Promise.all(readers.map((reader) => reader.close()));
  }
}

class BatchHead<T extends { readonly time: string }> implements Head {
  readonly source: LogOrigin;
  readonly rank: number;
  at = "";
  readonly #batches: AsyncIterator<readonly T[]>;
  #batch: readonly T[] = [];
  #index = 0;
  #done = false;

  constructor({ origin, lines }: LineSource<T>, rank: number) {
    this.source = origin;
    this.rank = rank;
    this.#batches = lines[Symbol.asyncIterator]();
  }

  get line(): T {
    return this.#batch[this.#index] as T;
  }

  /** Waits for the next batch with a line in it; false when there is none. */
  async fill(): Promise<boolean> {
    do {
      const { done, value } = await this.#batches.next();
      if (done) {
        this.#done = true;
        return false;
      }
      this.#batch = value;
    } while (this.#batch.length === 0);
    this.#index = -1;
    return this.advance();
  }

  advance(): boolean {
    this.#index += 1;
    const line = this.#batch[this.#index];
    if (line === undefined) return false;
    this.at = placeTime(this.at, line.time);
    return true;
  }

  async close(): Promise<void> {
    if (this.#done) return;
    // Its own end is not this merge's error.
    await this.#batches.return?.().catch(() => {});
  }
}
