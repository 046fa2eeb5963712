import { RequestError } from "#lib/server/api-error";
import { type Message, text } from "#lib/texts/text";
import type { Clock } from "#lib/time/clock";

/** What is in use of what a process can run out of. */
export interface Load {
  readonly streams: number;
  /** Open file descriptors; 0 where the system does not tell. */
  readonly files: number;
  readonly heapBytes: number;
}

/** How much of each there is; Infinity for no limit. */
export type Capacity = Load;

/** What is asked for: a stream holds what it takes, a request gives it back at once. */
export type Admitted = "stream" | "request";

/**
 * The share of files and heap above which no more is let in. Streams stop first, so that pages,
 * actions and probes still have room; and both well before the end, which is no error but a crash.
 */
const share = {
  stream: { files: 0.8, heapBytes: 0.85 },
  request: { files: 0.9, heapBytes: 0.95 },
} as const;

/** What there is too little of to let one more in (quality R28); null when there is enough. */
export function scarcity(kind: Admitted, load: Load, capacity: Capacity): keyof Load | null {
  if (kind === "stream" && load.streams >= capacity.streams) return "streams";
  if (load.files >= share[kind].files * capacity.files) return "files";
  if (load.heapBytes >= share[kind].heapBytes * capacity.heapBytes) return "heapBytes";
  return null;
}

const reasons: Record<keyof Load, Message> = {
  streams: text("as many streams are open as it serves at once"),
  files: text("few of the files and sockets are left that its process may open"),
  heapBytes: text("little of its memory is left"),
};

/**
 * A reading of the process, which lists all its files, serves for so long and for so many streams.
 * Each of these counts as a file that is not in the reading yet.
 */
const readingMs = 100;
const readingStreams = 20;

export interface AdmissionOptions {
  readonly clock: Clock;
  readonly capacity: Capacity;
  readonly load: () => Omit<Load, "streams">;
  /** Told of each refusal, by what is scarce. */
  readonly refused: (scarce: keyof Load) => void;
}

/** Refuses new streams, and then new requests, before what is open already would suffer from them. */
export class Admission {
  readonly #options: AdmissionOptions;
  #reading: { readonly at: number; readonly load: Omit<Load, "streams">; streams: number } | null =
    null;

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  /** @throws RequestError `too-many` */
  admit(kind: Admitted, streams: number): void {
    const { capacity, refused } = this.#options;
    const scarce = scarcity(kind, { ...this.#load(kind), streams }, capacity);
    if (scarce === null) return;
    refused(scarce);
    throw new RequestError(
      "too-many",
      kind === "stream"
        ? text("Batchboard takes no more streams for now: {why}.", { why: reasons[scarce] })
        : text("Batchboard takes no more requests for now: {why}.", { why: reasons[scarce] }),
      text(
        "It tries again by itself. Close a tab that is not needed, or give the process more room.",
      ),
    );
  }

  #load(kind: Admitted): Omit<Load, "streams"> {
    const now = this.#options.clock.now();
    let reading = this.#reading;
    if (!reading || now - reading.at >= readingMs || reading.streams === readingStreams) {
      reading = { at: now, load: this.#options.load(), streams: 0 };
      this.#reading = reading;
    }
    const files = reading.load.files + reading.streams;
    if (kind === "stream") reading.streams += 1;
    return { files, heapBytes: reading.load.heapBytes };
  }
}
