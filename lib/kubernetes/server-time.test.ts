import fc from "fast-check";
import { expect, test } from "vitest";
import { ServerTime } from "#lib/kubernetes/server-time";

/** An answer that took `took` ms, by a server whose clock is `offset` ms ahead, sent at `at`. */
function ask(time: ServerTime, offset: number, at: number, took: number, part: number): void {
  time.learn(new Date(at + took * part + offset).toUTCString(), at, at + took);
}

test("a clock that agrees is left alone", () => {
  const time = new ServerTime();
  for (let i = 0; i < 50; i++) ask(time, 0, 1_000_000 + i * 777, 40, 0.5);
  expect(time.offsetMs).toBe(0);
});

test("R14: however far the clocks are apart, some answers tell it to the fraction of a second", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -86_400_000, max: 86_400_000 }),
      fc.array(
        fc.record({
          after: fc.integer({ min: 1, max: 5000 }),
          took: fc.integer({ min: 0, max: 400 }),
          part: fc.double({ min: 0, max: 1, noNaN: true }),
        }),
        { minLength: 1, maxLength: 60 },
      ),
      (offset, answers) => {
        const time = new ServerTime();
        let at = 1_700_000_000_000;
        for (const { after, took, part } of answers) {
          at += after;
          ask(time, offset, at, took, part);
          expect(Math.abs(time.offsetMs - offset)).toBeLessThanOrEqual(1400);
        }
      },
    ),
  );
  const time = new ServerTime();
  for (let i = 0; i < 100; i++) ask(time, 600_000, 1_000_000 + i * 137, 20, 0.5);
  expect(Math.abs(time.offsetMs - 600_000)).toBeLessThan(100);
});

test("R14: a clock that is set is believed at once", () => {
  const time = new ServerTime();
  for (let i = 0; i < 20; i++) ask(time, 0, 1_000_000 + i * 777, 20, 0.5);
  ask(time, -600_000, 2_000_000, 20, 0.5);
  expect(Math.abs(time.offsetMs + 600_000)).toBeLessThan(1100);
});

test("an answer without a readable date says nothing", () => {
  const time = new ServerTime();
  time.learn(undefined, 0, 0);
  time.learn("yesterday", 0, 0);
  time.learn(["a", "b"], 0, 0);
  expect(time.offsetMs).toBe(0);
});
