import type { Clock } from "#lib/time/clock";
import type { Storage } from "./storage.ts";

/** How often the API server has etcd forget its history up to the time before (compactor.go). */
const intervalMs = 300_000;
/** An Event is kept for an hour since it was last written (`--event-ttl`). */
const eventIntervals = 3_600_000 / intervalMs;

/** Keeps what the storage holds from growing with every hour. */
export function startRetention(storage: Storage, clock: Clock): { stop(): Promise<void> } {
  /** The versions at the ends of the last intervals, the newest last. */
  const past = [storage.version];
  let cancel = clock.after(intervalMs, pass);
  function pass(): void {
    storage.compact(past.at(-1));
    const expired = past.at(-eventIntervals);
    if (expired !== undefined) storage.expire("events", expired);
    past.push(storage.version);
    if (past.length > eventIntervals) past.shift();
    cancel = clock.after(intervalMs, pass);
  }
  return { stop: async () => cancel() };
}
