import { expect, test } from "vitest";
import { LogTurns } from "#lib/server/logs/log-turns";

const chunk = 64 * 1024;
const turn = () => new Promise((resolve) => setImmediate(resolve));

test("of many busy logs a few chunks are worked on in a turn, and in between others have theirs", async () => {
  const turns = new LogTurns();
  const worked: number[] = [];
  for (let i = 0; i < 5; i++) void turns.take(chunk).then(() => worked.push(i));
  await Promise.resolve();
  expect(worked).toEqual([0, 1]);
  await turn();
  expect(worked).toEqual([0, 1, 2, 3]);
  await turn();
  expect(worked).toEqual([0, 1, 2, 3, 4]);
});

test("a quiet log never waits", async () => {
  const turns = new LogTurns();
  for (let i = 0; i < 3; i++) {
    let worked = false;
    void turns.take(chunk).then(() => {
      worked = true;
    });
    await Promise.resolve();
    expect(worked).toBe(true);
    await turn();
  }
});
