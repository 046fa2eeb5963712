import { beforeEach, describe, expect, it } from "vitest";
import type { Accepted, Action } from "#lib/api/actions";
import type { ErrorCode } from "#lib/api/errors";
import { ActionBatch } from "#lib/client/action-batch";
import type { Outcome } from "#lib/client/perform-action";
import { ManualClock } from "#lib/time/clock";

const accepted: Outcome<Accepted> = {
  ok: true,
  answer: { accepted: true, already: false, made: null },
};
const refused = (code: ErrorCode, waitMs = 0): Outcome<Accepted> => ({
  ok: false,
  error: { code, message: `it is ${code}` },
  waitMs,
});
const deletions = (count: number): Action[] =>
  Array.from({ length: count }, (_, i) => ({
    action: "delete",
    resource: "jobs",
    target: { namespace: "shop", name: `job-${i}`, uid: `uid-${i}` },
    cascade: "background",
  }));

let clock: ManualClock;
/** Those that were sent and have no answer yet, by name. */
let open: Map<string, (outcome: Outcome<Accepted>) => void>;
let sent: string[];
beforeEach(() => {
  clock = new ManualClock();
  open = new Map();
  sent = [];
});

function batchOf(count: number): ActionBatch {
  return new ActionBatch(deletions(count), {
    clock,
    perform: (action) =>
      new Promise((resolve) => {
        sent.push(action.target.name);
        open.set(action.target.name, resolve);
      }),
  });
}

async function answer(name: string, outcome: Outcome<Accepted>): Promise<void> {
  open.get(name)?.(outcome);
  open.delete(name);
  await clock.advance(0);
}

/** Answers whatever is under way until nothing is. */
async function answerAll(outcome: Outcome<Accepted>): Promise<void> {
  await clock.advance(0);
  while (open.size > 0) for (const name of [...open.keys()]) await answer(name, outcome);
}

const states = (batch: ActionBatch) => batch.items().map(({ state }) => state);

describe("ActionBatch", () => {
  it("sends four at a time, the next as one is answered", async () => {
    const batch = batchOf(6);
    await clock.advance(0);
    expect(sent).toEqual(["job-0", "job-1", "job-2", "job-3"]);
    await answer("job-2", accepted);
    expect(sent.at(-1)).toBe("job-4");
    expect(states(batch)).toEqual(["running", "running", "done", "running", "running", "waiting"]);
  });

  it("has a result for each, and is settled when none is under way", async () => {
    const batch = batchOf(2);
    let settled = false;
    void batch.settled().then(() => {
      settled = true;
    });
    await clock.advance(0);
    await answer("job-0", accepted);
    expect(settled).toBe(false);
    await answer("job-1", refused("forbidden"));
    expect(settled).toBe(true);
    expect(batch.items()).toMatchObject([
      { state: "done", error: null },
      { state: "failed", error: { code: "forbidden", message: "it is forbidden" } },
    ]);
  });

  it("begins no other once it is cancelled; those under way come to their end", async () => {
    const batch = batchOf(6);
    await clock.advance(0);
    batch.cancel();
    await answerAll(accepted);
    expect(sent).toHaveLength(4);
    expect(states(batch)).toEqual(["done", "done", "done", "done", "cancelled", "cancelled"]);
    await batch.settled();
  });

  it("tries again those that failed or were cancelled, and no other", async () => {
    const batch = batchOf(3);
    await clock.advance(0);
    await answer("job-0", accepted);
    await answer("job-1", refused("conflict"));
    await answer("job-2", refused("unreachable"));
    sent = [];
    batch.retry();
    await clock.advance(0);
    expect(sent).toEqual(["job-1", "job-2"]);
    await answerAll(accepted);
    await batch.settled();
    expect(states(batch)).toEqual(["done", "done", "done"]);
  });

  it("waits as long as a busy server asks for, with all of them, and loses none", async () => {
    const batch = batchOf(8);
    await clock.advance(0);
    await answer("job-0", refused("too-many", 5_000));
    await answer("job-1", accepted);
    await answer("job-2", accepted);
    await answer("job-3", accepted);
    expect(open.size).toBe(0);
    await clock.advance(4_999);
    expect(sent).toHaveLength(4);
    await clock.advance(1);
    await answerAll(accepted);
    expect(states(batch).every((state) => state === "done")).toBe(true);
    expect(sent.filter((name) => name === "job-0")).toHaveLength(2);
  });

  it("gives up on a server that is busy for good, in its own words", async () => {
    const batch = batchOf(1);
    for (let i = 0; i < 8; i++) {
      await clock.advance(1_000);
      await answer("job-0", refused("too-many"));
    }
    expect(batch.items()).toMatchObject([{ state: "failed", error: { code: "too-many" } }]);
    expect(sent).toHaveLength(8);
  });
});
