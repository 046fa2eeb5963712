import { expect, it } from "vitest";
import { FrameQueue } from "#lib/client/frame-queue";
import { ManualClock } from "#lib/time/clock";

function open() {
  const clock = new ManualClock();
  const taken: number[] = [];
  const queue = new FrameQueue<number>((frame) => taken.push(frame), clock);
  const push = (...frames: number[]) => {
    for (const frame of frames) queue.push(frame);
  };
  return { clock, taken, queue, push };
}

it("a change is shown at once", () => {
  const { taken, push } = open();
  push(1);
  expect(taken).toEqual([1]);
});

it("what a busy browser is handed at once is taken a few at a time, all of it and in its order", async () => {
  const { clock, taken, push } = open();
  push(1, 2, 3, 4, 5, 6, 7);
  expect(taken).toEqual([1, 2, 3, 4, 5]);
  push(8);
  expect(taken).toEqual([1, 2, 3, 4, 5]);
  await clock.advance(0);
  expect(taken).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  push(9);
  expect(taken.at(-1)).toBe(9);
});

it("a view that was left takes nothing more", async () => {
  const { clock, taken, queue, push } = open();
  push(1, 2, 3, 4, 5, 6);
  queue.clear();
  await clock.advance(1);
  expect(taken).toEqual([1, 2, 3, 4, 5]);
});
