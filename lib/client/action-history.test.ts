import { expect, it } from "vitest";
import type { Action } from "#lib/api/actions";
import { ActionHistory } from "#lib/client/action-history";
import { ManualClock } from "#lib/time/clock";

const action = (verb: "suspend" | "resume", name: string): Action => ({
  action: verb,
  resource: "cronjobs",
  target: { namespace: "shop", name, uid: `uid-${name}` },
});

function historyOf(failing: readonly string[] = []) {
  const clock = new ManualClock();
  const history = new ActionHistory({
    clock,
    perform: async ({ target }) =>
      failing.includes(target.name)
        ? { ok: false, error: { code: "conflict", message: "it changed" }, waitMs: 0 }
        : { ok: true, answer: { accepted: true, already: false, made: null } },
  });
  return { clock, history };
}

it("takes back what was done, of each that was, and once", async () => {
  const { clock, history } = historyOf(["b"]);
  const names = ["a", "b", "c"];
  history.start(
    names.map((name) => action("suspend", name)),
    { shown: true, opposites: names.map((name) => action("resume", name)) },
  );
  await clock.advance(0);
  expect(history.takeUndo()).toEqual({
    actions: [action("resume", "a"), action("resume", "c")],
    opposites: [action("suspend", "a"), action("suspend", "c")],
  });
  expect(history.takeUndo().actions).toEqual([]);
});

it("can be taken back for a minute, and then no more", async () => {
  for (const [waitMs, count] of [
    [59_999, 1],
    [60_000, 0],
  ] as const) {
    const { clock, history } = historyOf();
    history.start([action("suspend", "a")], { shown: false, opposites: [action("resume", "a")] });
    await clock.advance(waitMs);
    expect(history.takeUndo().actions).toHaveLength(count);
  }
});

it("keeps what was dismissed, the newest first", async () => {
  const { clock, history } = historyOf();
  const first = history.start([action("suspend", "a")], { shown: true });
  const second = history.start([action("suspend", "b")], { shown: true });
  await clock.advance(0);
  history.dismiss(first.id);
  expect(history.entries.get().map(({ id, shown }) => [id, shown])).toEqual([
    [second.id, true],
    [first.id, false],
  ]);
});
