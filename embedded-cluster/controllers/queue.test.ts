import { expect, it } from "vitest";
import { ManualClock } from "#lib/time/clock";
import { Queue, type Sync } from "./queue.ts";

function queueOf(sync: Sync) {
  const clock = new ManualClock(0);
  const failures: string[] = [];
  const failed = (key: string, error: unknown) => failures.push(`${key}: ${error}`);
  const queue = new Queue({ clock, sync, failed, retryMs: 100, longestRetryMs: 300 });
  return { clock, queue, failures };
}

it("a key is synced once for all that was added before, and again for what came meanwhile", async () => {
  const synced: string[] = [];
  const gate = Promise.withResolvers<void>();
  const { clock, queue } = queueOf(async (key) => {
    synced.push(key);
    if (synced.length === 1) await gate.promise;
    return undefined;
  });
  queue.add("a");
  queue.add("a");
  await clock.advance(0);
  expect(synced).toEqual([]);
  queue.start();
  queue.add("b");
  await clock.advance(0);
  queue.add("a");
  queue.add("a");
  await clock.advance(0);
  expect(synced).toEqual(["a", "b"]);
  gate.resolve();
  await clock.advance(0);
  expect(synced).toEqual(["a", "b", "a"]);
});

it("the shortest of several waits counts", async () => {
  const synced: number[] = [];
  const { clock, queue } = queueOf(async () => {
    synced.push(clock.now());
    return undefined;
  });
  queue.start();
  queue.addAfter("a", 300);
  queue.addAfter("a", 100);
  queue.addAfter("a", 200);
  await clock.advance(1000);
  expect(synced).toEqual([100]);
});

it("a sync that fails is retried later and later, one that asks for it when it says", async () => {
  const synced: number[] = [];
  const { clock, queue, failures } = queueOf(async () => {
    synced.push(clock.now());
    if (synced.length < 5) throw new Error("no");
    return synced.length === 5 ? 50 : undefined;
  });
  queue.start();
  queue.add("a");
  await clock.advance(5000);
  expect(synced).toEqual([0, 100, 300, 600, 900, 950]);
  expect(failures).toEqual(Array(4).fill("a: Error: no"));
});

it("stopping waits for what is under way and begins nothing more", async () => {
  const gate = Promise.withResolvers<void>();
  const synced: string[] = [];
  const { clock, queue } = queueOf(async (key) => {
    synced.push(key);
    await gate.promise;
    return 10;
  });
  queue.start();
  queue.add("a");
  queue.addAfter("b", 10);
  await clock.advance(0);
  let isStopped = false;
  const stopped = queue.stop().then(() => {
    isStopped = true;
  });
  await clock.advance(100);
  expect(isStopped).toBe(false);
  gate.resolve();
  await stopped;
  await clock.advance(100);
  expect([synced, clock.pending()]).toEqual([["a"], []]);
});

it("a wait that is longer than a timer can be is taken in parts", async () => {
  const { clock, queue } = queueOf(async () => 40 * 24 * 3_600_000);
  queue.start();
  queue.add("a");
  await clock.advance(0);
  expect(clock.pending()).toEqual([24 * 3_600_000]);
});
