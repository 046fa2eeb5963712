import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MissCause, MissedRun, Run } from "#lib/api/runs";
import { runStrip } from "#lib/runs/run-strip";

const at = (minute: number) => new Date(Date.UTC(2026, 2, 10, 12, minute)).toISOString();

function run(scheduled: number | null, started: number | null = scheduled, name = "r"): Run {
  return {
    name: `${name}${scheduled ?? started}`,
    uid: `${scheduled}`,
    result: "Complete",
    scheduled: scheduled === null ? null : at(scheduled),
    started: started === null ? null : at(started),
    ended: null,
    manual: scheduled === null,
  };
}

const missed = (minute: number, cause: MissCause = "unknown"): MissedRun => ({
  scheduled: at(minute),
  cause,
  sentence: "",
  source: "",
});

/** `r1 -2 -3..5` is the run of minute 1, the miss of 2 and those from 3 to 5. */
function drawn(runs: readonly Run[], misses: readonly MissedRun[], limit?: number): string {
  return runStrip(runs, misses, limit)
    .map((mark) => {
      if (mark.kind === "run") return mark.run.name;
      const [first, last] = [mark.first, mark.last].map((time) => new Date(time).getUTCMinutes());
      return mark.count === 1 ? `-${first}` : `-${first}..${last}`;
    })
    .join(" ");
}

const some = (...minutes: number[]) => minutes.map((minute) => missed(minute));
const runs = (...minutes: number[]) => minutes.map((minute) => run(minute));

describe("a run strip", () => {
  it.each<[string, Run[], MissedRun[], number | undefined, string]>([
    ["is empty for none", [], [], undefined, ""],
    ["has the oldest first", runs(3, 1, 2), [], undefined, "r1 r2 r3"],
    ["has misses at their tick", runs(1, 4), some(3, 2), undefined, "r1 -2 -3 r4"],
    ["has three misses in a row as one", runs(1, 5), some(4, 3, 2), undefined, "r1 -2..4 r5"],
    ["has the newest misses too", runs(1), some(2, 3, 4, 5), undefined, "r1 -2..5"],
    ["does not join misses over a run", runs(3), some(1, 2, 4, 5), undefined, "-1 -2 r3 -4 -5"],
    ["has a late run at its tick", [run(2, 9), run(3)], [], undefined, "r2 r3"],
    [
      "has a manual run at its start",
      [...runs(1, 3), run(null, 2, "m")],
      [],
      undefined,
      "r1 m2 r3",
    ],
    [
      "has one that has not started at the end",
      [run(null, null, "m"), ...runs(1, 3)],
      [],
      undefined,
      "r1 r3 mnull",
    ],
    ["has the newest marks alone", runs(1, 2, 3, 5), some(4), 3, "r3 -4 r5"],
    [
      "keeps runs in sight over a long outage",
      runs(1, 2),
      some(3, 4, 5, 6, 7, 8),
      3,
      "r1 r2 -3..8",
    ],
    [
      "has twelve marks unless asked for others",
      runs(...Array(20).keys()),
      [],
      undefined,
      runs(8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19)
        .map(({ name }) => name)
        .join(" "),
    ],
    [
      "does not begin with what may have run",
      runs(3),
      [missed(1, "not-kept"), missed(2, "not-kept")],
      undefined,
      "r3",
    ],
    [
      "has what is not kept between runs",
      runs(1, 3),
      [missed(2, "not-kept")],
      undefined,
      "r1 -2 r3",
    ],
  ])("%s", (_, made, misses, limit, expected) => {
    expect(drawn(made, misses, limit)).toBe(expected);
  });

  it("tells the cause of the newest of several", () => {
    const misses = [missed(1, "suspended"), missed(2, "overlap"), missed(3, "refused")];
    expect(runStrip([], misses)).toEqual([
      { kind: "missed", count: 3, first: at(1), last: at(3), cause: "refused" },
    ]);
  });

  it("has each run and each miss once, in order of time, where there is room", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(59), { maxLength: 59 }), fc.nat(59), (minutes, cut) => {
        const [made, misses] = [minutes.slice(0, cut), minutes.slice(cut)];
        const strip = runStrip(
          made.map((minute) => run(minute)),
          some(...misses),
          99,
        );
        const times = strip.flatMap((mark) =>
          mark.kind === "run"
            ? [mark.run.scheduled ?? ""]
            : [mark.first, mark.last].slice(mark.count > 1 ? 0 : 1),
        );
        expect(times).toEqual([...times].sort());
        const count = (kind: string) =>
          strip
            .filter((mark) => mark.kind === kind)
            .reduce((sum, mark) => sum + (mark.kind === "run" ? 1 : mark.count), 0);
        expect([count("run"), count("missed")]).toEqual([made.length, misses.length]);
      }),
    );
  });
});
