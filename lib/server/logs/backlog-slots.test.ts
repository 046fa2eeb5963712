import { expect, test } from "vitest";
import { BacklogSlots } from "#lib/server/logs/backlog-slots";

const never = new AbortController().signal;

test("who comes when all slots are taken waits for his turn, in order", async () => {
  const waiting: number[] = [];
  const slots = new BacklogSlots(1, () => waiting.push(slots.waiting));
  const order: string[] = [];
  const release = await slots.take(never, () => order.push("first waits"));
  const second = slots.take(never, () => order.push("second waits"));
  const third = slots.take(never, () => order.push("third waits"));
  release();
  (await second)();
  await third;
  expect(order).toEqual(["second waits", "third waits"]);
  expect(waiting).toEqual([1, 2, 1, 0]);
});

test("a slot that is given back twice is free once", async () => {
  const slots = new BacklogSlots(1, () => {});
  const release = await slots.take(never, () => {});
  release();
  release();
  await slots.take(never, () => {});
  void slots.take(never, () => {});
  expect(slots.waiting).toBe(1);
});

test("who leaves while he waits takes no slot", async () => {
  const slots = new BacklogSlots(1, () => {});
  const release = await slots.take(never, () => {});
  const leaving = new AbortController();
  const left = slots.take(leaving.signal, () => {});
  leaving.abort(new Error("left"));
  await expect(left).rejects.toThrow("left");
  release();
  await slots.take(never, () => {});
  expect(slots.waiting).toBe(0);
});
