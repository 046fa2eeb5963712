import { describe, expect, it } from "vitest";
import { ManualClock, systemClock } from "#lib/time/clock";

describe("a manual clock", () => {
  it("fires what falls due in the order of the due times, each at its own moment", async () => {
    const clock = new ManualClock(0);
    const fired: [string, number][] = [];
    const fire = (name: string) => () => fired.push([name, clock.now()]);
    clock.after(20, fire("second"));
    clock.after(10, fire("first"));
    clock.after(20, fire("third"));
    clock.after(30, fire("not yet"));
    await clock.advance(25);
    expect(fired).toEqual([
      ["first", 10],
      ["second", 20],
      ["third", 20],
    ]);
    expect([clock.now(), clock.pending()]).toEqual([25, [5]]);
  });

  it("fires a timer that another one set within the same advance", async () => {
    const clock = new ManualClock(0);
    const woken: number[] = [];
    async function sleeper() {
      for (let i = 0; i < 3; i++) {
        await clock.sleep(10);
        woken.push(clock.now());
      }
    }
    const done = sleeper();
    await clock.advance(30);
    await done;
    expect(woken).toEqual([10, 20, 30]);
  });

  it("forgets a timer that was called off", async () => {
    const clock = new ManualClock();
    const off = clock.after(10, () => expect.unreachable());
    off();
    await clock.advance(20);
    expect(clock.pending()).toEqual([]);
  });
});

describe.each([
  ["manual", () => new ManualClock()],
  ["system", () => systemClock],
])("a sleep on the %s clock", (_, create) => {
  it("ends with the signal's reason as soon as it is aborted", async () => {
    const abort = new AbortController();
    const asleep = create().sleep(3_600_000, abort.signal);
    abort.abort(new Error("stop"));
    await expect(asleep).rejects.toThrow("stop");
  });

  it("does not begin under an aborted signal", async () => {
    await expect(create().sleep(3_600_000, AbortSignal.abort("stop"))).rejects.toBe("stop");
  });
});
