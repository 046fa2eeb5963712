import { expect, it } from "vitest";
import { outlookReason } from "#components/runs/outlook-reason";
import type { Outlook, Reason } from "#lib/api/runs";
import { inEnglish } from "#lib/texts/wording";

const now = Date.parse("2026-03-10T12:14:00Z");
const says = (tone: Reason["tone"]): Reason => ({
  word: "Why",
  sentence: "it is so",
  tone,
  source: "a test",
});
const missed: Outlook["missed"] = {
  count: 2,
  more: false,
  newest: {
    scheduled: "2026-03-10T12:05:00Z",
    cause: "overlap",
    sentence: "Run a was still going.",
    source: "the Jobs",
  },
};
const slow = { name: "etl-1", started: "2026-03-10T12:00:00Z" };
const healthy: Outlook = {
  next: { at: null, why: "never" },
  zone: { name: "UTC", assumed: true, matters: false },
  last: null,
  strip: [],
  missed: null,
  reason: null,
  usual: { p50: 60_000, p95: 300_000, runs: 20 },
  slow: null,
  suspension: null,
};

const ran = "has run 14m, usually done within 5m (p95 of 20 runs)";
it.each<[string, Partial<Outlook>, string | null]>([
  ["nothing of a healthy one", {}, null],
  ["why its newest run failed", { reason: says("failed"), missed, slow }, "failed Why: it is so"],
  ["why its newest run is stuck", { reason: says("stuck"), missed, slow }, "stuck Why: it is so"],
  ["why a run was missed", { missed, slow }, "stuck Missed: Run a was still going."],
  [
    "what its newest run waits for while others are missed",
    { reason: says("waiting"), missed },
    "stuck Why: it is so",
  ],
  ["that a run is slow", { slow }, `stuck Slow: ${ran}`],
  [
    "that a run is slow, and what the newest waits for",
    { slow, reason: says("waiting") },
    `stuck Slow: ${ran}; Why: it is so`,
  ],
  ["what its newest run waits for", { reason: says("waiting") }, "waiting Why: it is so"],
])("beneath a CronJob is said %s", (_, more, said) => {
  const reason = outlookReason({ ...healthy, ...more });
  const { tone, word = "", sentence = "" } = reason ?? {};
  const text = typeof sentence === "function" ? sentence(now) : sentence;
  expect(reason && `${tone} ${inEnglish(word)}: ${inEnglish(text)}`).toBe(said);
});

it("tells from what a slow run is known", () => {
  expect(outlookReason({ ...healthy, slow })?.source).toEqual(
    "status.startTime of etl-1 and the durations of the Complete runs that are kept",
  );
});
