import { describe, expect, it } from "vitest";
import type { PodRow } from "#lib/api/rows";
import { attemptsAt, attemptsText } from "#lib/client/index-attempts";
import { indexStates, jobIndexes } from "#lib/client/index-states";
import { podRow } from "#lib/client/testing/watch-data";
import { inEnglish } from "#lib/texts/wording";

const job = { completions: 10, completedIndexes: "0-2", failedIndexes: "4" };
let made = 0;
const pod = (index: number, row: Partial<PodRow> = {}) =>
  podRow({ index, uid: `u${++made}`, name: `sweep-${index}-${made}`, ...row });
const failed = { ended: "Failed", status: "Error", exitCode: 2 } as const;
const done = { ended: "Succeeded", status: "Completed" } as const;

describe("how an index stands", () => {
  it.each([
    ["is Complete as the Job says, though a Pod of it still ends", 1, [pod(1)], "complete 0"],
    ["is Failed as the Job says, whatever its Pods", 4, [pod(4, failed)], "failed 0"],
    ["is active with a Pod that has not ended", 3, [pod(3)], "active 0"],
    ["is active while its Pod is not counted yet", 3, [pod(3, done)], "active 0"],
    ["is active after the failures its Pod names", 3, [pod(3, { failures: 2 })], "retried 2"],
    ["is active after the failures that are seen", 3, [pod(3, failed), pod(3)], "retried 1"],
    ["waits once its last Pod failed", 3, [pod(3, { ...failed, failures: 1 })], "waiting 2"],
    ["has not started without a Pod", 9, [pod(3)], "none 0"],
  ])("%s", (_, index, pods, want) => {
    const { state, failures, source } = jobIndexes(job, pods, false).standingOf(index);
    expect(`${state} ${failures}`).toBe(want);
    expect(inEnglish(source)).not.toBe("");
  });

  it("failed where the Job ended after its last Pod did, and that stands among the failed", () => {
    const { standingOf, failed: text } = jobIndexes(job, [pod(5, failed), pod(3, failed)], true);
    expect(standingOf(5)).toMatchObject({ state: "failed", failures: 1 });
    expect(text).toBe("3-5");
  });

  it("counts each index once, and takes none that the Job has no more", () => {
    const pods = [pod(1), pod(3), pod(4, failed), pod(5, failed), pod(5), pod(6, failed), pod(10)];
    const indexes = jobIndexes(job, pods, false);
    expect(indexes.counts).toEqual({
      complete: 3,
      active: 1,
      retried: 1,
      waiting: 1,
      failed: 1,
      none: 3,
    });
    const all = Array.from({ length: 10 }, (_, index) => indexes.standingOf(index).state);
    for (const state of indexStates) {
      expect(all.filter((it) => it === state).length).toBe(indexes.counts[state]);
    }
    expect([1, 2, 5, 10].map(indexes.hasPods)).toEqual([true, false, true, false]);
  });
});

describe("the attempts at an index", () => {
  const text = (...pods: PodRow[]) => attemptsText(attemptsAt(3, [pod(4), ...pods]));
  const oom = (failures: number | null, created?: string) =>
    pod(3, {
      ...failed,
      status: "OOMKilled",
      exitCode: 137,
      failures,
      ...(created && { created }),
    });

  it.each([
    ["the one there was", [pod(3, done)], "Completed"],
    ["one that failed", [oom(0)], "OOMKilled (exit 137)"],
    ["all alike", [oom(2), oom(0), oom(1)], "OOMKilled (exit 137) in 3 of 3 attempts"],
    [
      "one after the other, the newest first",
      [pod(3, { failures: 2 }), oom(1), pod(3, { ...failed, failures: 0 })],
      "attempt 3: Running, attempt 2: OOMKilled (exit 137), attempt 1: Error (exit 2)",
    ],
    [
      "in the order of their creation where failures are not counted",
      [oom(null, "2026-03-10T12:00:02Z"), pod(3, { created: "2026-03-10T12:00:09Z" })],
      "attempt 2: Running, attempt 1: OOMKilled (exit 137)",
    ],
    [
      "how many are gone",
      [oom(2)],
      "OOMKilled (exit 137) in 1 of 3 attempts; the Pods of 2 earlier ones are gone",
    ],
    [
      "that one is gone",
      [pod(3, { failures: 1 })],
      "attempt 2: Running; the Pod of an earlier one is gone",
    ],
    ["a code once", [pod(3, { ...failed, status: "ExitCode:2", failures: 0 })], "ExitCode:2"],
    [
      "no more than can be read",
      [...Array.from({ length: 7 }, (_, i) => oom(i)), pod(3, { failures: 7 })],
      `attempt 8: Running, ${[7, 6, 5, 4].map((n) => `attempt ${n}: OOMKilled (exit 137)`).join(", ")}, and 3 more`,
    ],
  ])("tell %s", (_, pods, want) => {
    expect(text(...pods)).toEqual(want);
  });
});
