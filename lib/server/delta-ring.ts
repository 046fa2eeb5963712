import { randomBytes } from "node:crypto";

const countLimit = 512;
const bytesLimit = 4 * 1024 * 1024;

/**
 * The newest deltas of a view, for whoever missed some of them (quality R15). Event ids are
 * `epoch.seq`; each ring has an epoch of its own, so that an id of another is none of this.
 */
export class DeltaRing {
  readonly #epoch = randomBytes(8).toString("hex");
  /** The deltas after `#before`, in order. */
  #entries: Uint8Array[] = [];
  #bytes = 0;
  /** The deltas up to this one are not here any more. */
  #before = 0;
  #newest = 0;

  /** The number of the newest delta; 0 before the first. */
  get newest(): number {
    return this.#newest;
  }

  /** The id of a delta; `newest + 1` is the one to be pushed next. */
  idOf(seq: number): string {
    return `${this.#epoch}.${seq}`;
  }

  /** The number of the delta that an id names; -1 for what is no id of this ring. */
  seqOf(id: string | null): number {
    const [, epoch, seq] = /^([0-9a-f]{16})\.(\d{1,15})$/.exec(id ?? "") ?? [];
    return epoch === this.#epoch ? Number(seq) : -1;
  }

  push(bytes: Uint8Array): void {
    this.#newest += 1;
    this.#entries.push(bytes);
    this.#bytes += bytes.length;
    while (this.#entries.length > countLimit || this.#bytes > bytesLimit) {
      const dropped = this.#entries.shift();
      if (!dropped) return;
      this.#bytes -= dropped.length;
      this.#before += 1;
    }
  }

  /** What came after that delta, oldest first; null when not all of it is here. */
  after(seq: number): readonly Uint8Array[] | null {
    if (seq < this.#before || seq > this.#newest) return null;
    return this.#entries.slice(seq - this.#before);
  }
}
