import { expect, test } from "vitest";
import type { CronJob } from "#lib/kubernetes/types";
import { dueOnResume } from "#lib/runs/due-on-resume";

const noon = Date.parse("2026-03-10T12:02:30Z");
const metadata = {
  name: "c",
  namespace: "n",
  uid: "u",
  resourceVersion: "1",
  creationTimestamp: "2026-03-10T08:00:00Z",
};
const everyFive = { schedule: "*/5 * * * *", suspend: true };

test.each<[string, Partial<CronJob>, string | null]>([
  ["the newest it has missed", { spec: everyFive }, "12:00:00"],
  [
    "none, where it has started that one",
    { spec: everyFive, status: { lastScheduleTime: "2026-03-10T12:00:00Z" } },
    null,
  ],
  [
    "the newest, within its deadline",
    { spec: { ...everyFive, startingDeadlineSeconds: 200 } },
    "12:00:00",
  ],
  ["none, past its deadline", { spec: { ...everyFive, startingDeadlineSeconds: 100 } }, null],
  ["none, with a deadline of 0", { spec: { ...everyFive, startingDeadlineSeconds: 0 } }, null],
  ["none, where none was due", { spec: { schedule: "0 13 * * *", suspend: true } }, null],
  ["none, where nobody can read its schedule", { spec: { schedule: "soon" } }, null],
  [
    "none, as it is being deleted",
    { spec: everyFive, metadata: { ...metadata, deletionTimestamp: "2026-03-10T12:02:00Z" } },
    null,
  ],
])("resumed, a CronJob starts %s", (_, cronJob, expected) => {
  const at = dueOnResume({ metadata, ...cronJob }, noon);
  expect(at === null ? null : new Date(at).toISOString().slice(11, 19)).toBe(expected);
});
