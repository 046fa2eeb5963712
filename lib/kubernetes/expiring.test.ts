import { expect, test } from "vitest";
import { Expiring } from "#lib/kubernetes/expiring";
import { ManualClock } from "#lib/time/clock";

/** Gives `value 1`, `value 2` and so on, each good for `lifeMs`. */
function counted(lifeMs: number) {
  const clock = new ManualClock(0);
  const source = { fetches: 0, fails: false };
  const value = new Expiring<string>(clock, async () => {
    source.fetches += 1;
    if (source.fails) throw new Error("no luck");
    return { value: `value ${source.fetches}`, expiresAt: clock.now() + lifeMs };
  });
  return { clock, source, value };
}

test("many who ask at once share one fetch", async () => {
  const { source, value } = counted(1000);
  const all = await Promise.all(Array.from({ length: 20 }, () => value.get()));
  expect(new Set(all)).toEqual(new Set(["value 1"]));
  expect(source.fetches).toBe(1);
});

test.each([
  ["an hour", 3_600_000, 3_540_000],
  ["half a minute", 30_000, 27_000],
])("what holds for %s is renewed shortly before its end", async (_, lifeMs, renewedAfter) => {
  const { clock, value } = counted(lifeMs);
  await value.get();
  await clock.advance(renewedAfter - 1);
  expect(await value.get()).toBe("value 1");
  await clock.advance(1);
  expect(await value.get()).toBe("value 2");
});

test("what has no end is kept until it is refused", async () => {
  const { clock, value } = counted(Number.POSITIVE_INFINITY);
  await value.get();
  await clock.advance(1e12);
  expect(await value.get()).toBe("value 1");
  value.forget();
  expect(await value.get()).toBe("value 2");
});

test("a renewal that fails does not take away what still holds, but what has ended is not used", async () => {
  const { clock, source, value } = counted(100_000);
  await value.get();
  source.fails = true;
  await clock.advance(95_000);
  expect(await value.get()).toBe("value 1");
  await clock.advance(5_000);
  await expect(value.get()).rejects.toThrow("no luck");
  source.fails = false;
  expect(await value.get()).toMatch("value");
});
