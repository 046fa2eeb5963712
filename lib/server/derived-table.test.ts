import { beforeEach, expect, test } from "vitest";
import { DerivedTable } from "#lib/server/derived-table";
import { ManualClock, turn } from "#lib/time/clock";

let clock: ManualClock;
let touched: number;
let failures: unknown[];
let derived: string[];
beforeEach(() => {
  clock = new ManualClock();
  touched = 0;
  failures = [];
  derived = [];
});

type Derive = (uid: string, now: number) => { value: unknown; until: number | null } | null;

/** Lets everything be derived that was touched. */
async function worked(): Promise<void> {
  for (let i = 0; i < 20; i++) await turn();
}

function tableOf(derive: Derive): DerivedTable {
  return new DerivedTable({
    clock,
    now: () => clock.now(),
    derive(uid, now) {
      derived.push(uid);
      return derive(uid, now);
    },
    touched: () => {
      touched += 1;
    },
    failed: (error) => failures.push(error),
  });
}

test("what was touched is derived once, and told only where it became another", async () => {
  let said = 1;
  const table = tableOf((uid) => ({ value: { uid, said }, until: null }));
  table.touch("a");
  table.touch("a");
  table.touch("b");
  await worked();
  expect(table.changes()).toEqual(
    new Map([
      ["a", '{"uid":"a","said":1}'],
      ["b", '{"uid":"b","said":1}'],
    ]),
  );
  expect(derived).toEqual(["a", "b"]);
  table.touch("a");
  await worked();
  expect(table.changes().size).toBe(0);
  said = 2;
  table.touch("a");
  await worked();
  expect(table.changes()).toEqual(new Map([["a", '{"uid":"a","said":2}']]));
  expect(table.snapshot()).toEqual(
    new Map([
      ["a", '{"uid":"a","said":2}'],
      ["b", '{"uid":"b","said":1}'],
    ]),
  );
  expect(clock.pending()).toEqual([]);
});

test("where nothing is to be said any more, that is told; what never was said is not", async () => {
  let value: unknown = "stuck";
  const table = tableOf((uid) => (uid === "gone" ? null : { value, until: null }));
  table.touch("gone");
  table.touch("a");
  await worked();
  expect(table.changes()).toEqual(new Map([["a", '"stuck"']]));
  value = null;
  table.touch("a");
  await worked();
  expect(table.changes()).toEqual(new Map([["a", null]]));
  expect(table.snapshot().size).toBe(0);
});

test("when its time has come an object is derived anew, and no other", async () => {
  const begun = clock.now();
  const table = tableOf((uid, now) => {
    const every = uid === "minute" ? 60_000 : 3_600_000;
    const next = now + every - ((now - begun) % every);
    return { value: next - begun, until: next };
  });
  table.touch("minute");
  table.touch("hour");
  await worked();
  expect(table.changes().size).toBe(2);
  expect(clock.pending()).toEqual([60_000]);
  await clock.advance(59_999);
  await worked();
  expect(derived).toHaveLength(2);
  await clock.advance(1);
  await worked();
  expect(table.changes()).toEqual(new Map([["minute", "120000"]]));
  expect(derived).toEqual(["minute", "hour", "minute"]);
  expect(clock.pending()).toEqual([60_000]);
});

test("a time that has passed already makes no hot loop, and one far away no broken timer", async () => {
  const table = tableOf((uid, now) => ({ value: 1, until: uid === "past" ? 0 : now + 1e12 }));
  table.touch("past");
  await worked();
  expect(clock.pending()).toEqual([100]);
  table.close();
  expect(clock.pending()).toEqual([]);
  const far = tableOf((_, now) => ({ value: 1, until: now + 1e12 }));
  far.touch("far");
  await worked();
  expect(clock.pending()).toEqual([86_400_000]);
  await clock.advance(86_400_000);
  await worked();
  expect(derived).toEqual(["past", "far"]);
  expect(clock.pending()).toEqual([86_400_000]);
});

test("thousands are derived in turns, between which others have theirs", async () => {
  const table = tableOf((uid) => ({ value: uid, until: null }));
  for (let i = 0; i < 450; i++) table.touch(`${i}`);
  await turn();
  expect(derived).toHaveLength(50);
  await turn();
  expect(derived).toHaveLength(100);
  await worked();
  expect(table.changes().size).toBe(450);
  expect(touched).toBe(9);
});

test("R11: of an object that cannot be derived nothing is said, and the others are", async () => {
  const table = tableOf((uid) => {
    if (uid === "bad") throw new Error("unreadable");
    return { value: uid, until: null };
  });
  table.touch("bad");
  table.touch("good");
  await worked();
  expect(table.changes()).toEqual(new Map([["good", '"good"']]));
  expect(failures).toHaveLength(1);
});
