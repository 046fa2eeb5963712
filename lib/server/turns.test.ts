import { expect, test } from "vitest";
import { eachInTurns, Turns } from "#lib/server/turns";
import { turn } from "#lib/time/clock";

test("P7: while much is looked through, others have their turn", async () => {
  let looked = 0;
  const all = eachInTurns(
    Array.from({ length: 50_000 }),
    () => false,
    () => {
      looked += 1;
    },
  );
  const lookedBetween: number[] = [];
  while (looked < 50_000) {
    lookedBetween.push(looked);
    await turn();
  }
  await all;
  expect(lookedBetween.length).toBeGreaterThan(20);
  expect(looked).toBe(50_000);
});

test("what is no longer wanted is not looked through to its end", async () => {
  let looked = 0;
  await eachInTurns(
    Array.from({ length: 10 }),
    () => looked === 3,
    () => {
      looked += 1;
    },
  );
  expect(looked).toBe(3);
});

test("who comes when all places are taken waits, and is let in in his turn", async () => {
  const turns = new Turns(1);
  const order: string[] = [];
  const first = Promise.withResolvers<void>();
  const works = [
    turns.take(() => first.promise.then(() => void order.push("first"))),
    turns.take(async () => void order.push("second")),
    turns.take(async () => void order.push("third")),
  ];
  await turn();
  expect(order).toEqual([]);
  first.resolve();
  await Promise.all(works);
  expect(order).toEqual(["first", "second", "third"]);
});
