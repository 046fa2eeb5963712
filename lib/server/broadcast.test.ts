import { expect, test } from "vitest";
import { Broadcast } from "#lib/server/broadcast";
import type { Sink } from "#lib/server/sse";
import { ManualClock } from "#lib/time/clock";

/** A browser's stream whose reading the test decides. */
class HeldSink implements Sink {
  readonly signal = new AbortController().signal;
  readonly written: string[] = [];
  writable = true;
  /** The next write is more than may wait. */
  full = false;
  #drained = Promise.withResolvers<void>();

  send(event: string, json: string): void {
    this.written.push(`event: ${event}\ndata: ${json}\n\n`);
  }

  write(bytes: Uint8Array): void {
    this.written.push(Buffer.from(bytes).toString());
    if (this.full) this.writable = false;
  }

  drained(): Promise<void> {
    return this.#drained.promise;
  }

  end(): void {}

  read(): void {
    this.full = false;
    this.writable = true;
    this.#drained.resolve();
    this.#drained = Promise.withResolvers();
  }

  /** The numbers of the events it was sent, in order. */
  get seqs(): number[] {
    return [...this.written.join("").matchAll(/^id: [0-9a-f]+\.(\d+)$/gm)].map(([, seq]) =>
      Number(seq),
    );
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("R19: a browser that was behind is never sent an older state after a newer one", async () => {
  let pending: string | null = null;
  const failures: unknown[] = [];
  const broadcast: Broadcast = new Broadcast({
    clock: new ManualClock(),
    now: () => "2026-03-10T12:00:00Z",
    whole: () => ({ parts: {}, tables: [{ name: "jobs", rows: ["[1]"] }] }),
    tellPending() {
      const told = pending;
      pending = null;
      if (told !== null) broadcast.push([told]);
    },
    failed: (error) => failures.push(error),
  });
  broadcast.beginAnew();
  const sink = new HeldSink();
  // Its snapshot is more than it reads at once, and something waits to be told by then.
  sink.full = true;
  broadcast.join(sink, null, () => {});
  pending = '"counts":"waited"';
  await settled();
  expect(sink.seqs).toEqual([0]);
  // More is told meanwhile than a snapshot would be.
  for (let i = 0; i < 20; i++) broadcast.push([`"counts":"${"x".repeat(100)}"`]);
  sink.read();
  await Promise.resolve();
  broadcast.push(['"counts":"while it reads"']);
  await settled();
  broadcast.push(['"counts":"the last"']);
  await settled();

  const { seqs } = sink;
  expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
  expect(seqs.at(-1)).toBe(23);
  expect(failures).toEqual([]);
});
