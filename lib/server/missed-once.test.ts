import { expect, test } from "vitest";
import type { CronJob, Job, KubernetesEvent } from "#lib/kubernetes/types";
import { missedOnce } from "#lib/server/missed-once";

const noon = Date.parse("2026-03-10T12:00:00Z");
const named = (name: string) => ({ name, namespace: "n", uid: name, resourceVersion: "1" });

function cronJob(): CronJob {
  const metadata = { ...named("etl"), creationTimestamp: "2026-03-10T11:46:00Z" };
  const status = { lastScheduleTime: "2026-03-10T11:50:00Z" };
  return { metadata, spec: { schedule: "*/5 * * * *" }, status };
}
const run = (tick: string): Job => ({
  metadata: {
    ...named("etl-x"),
    annotations: { "batch.kubernetes.io/cronjob-scheduled-timestamp": tick },
  },
  status: { startTime: tick },
});
const event: KubernetesEvent = { metadata: named("event") };

const [job, other] = [run("2026-03-10T11:50:00Z"), run("2026-03-10T11:55:00Z")];
const sinceNoon = (seconds: number) => noon + seconds * 1000;

test.each<[string, Job[], KubernetesEvent[], number, boolean]>([
  ["the same objects", [job], [event], 1, true],
  ["the same a moment later", [job], [event], 1.9, true],
  ["the same a while later", [job], [event], 2, false],
  ["the same earlier, as for a clock that was set back", [job], [event], 0, false],
  ["a Job more", [job, other], [event], 1, false],
  ["another Job", [other], [event], 1, false],
  ["another state of the Job", [{ ...job }], [event], 1, false],
  ["an Event less", [job], [], 1, false],
])("of %s the missed runs are worked out anew, or not", (_, jobs, events, seconds, isSame) => {
  const of = cronJob();
  const before = missedOnce(of, [job], [event], sinceNoon(1)).missed;
  expect(missedOnce(of, jobs, events, sinceNoon(seconds)).missed === before).toBe(isSame);
});

test("a tick that counts as missed from now on is not hidden by what was said just before", () => {
  const of = cronJob();
  const before = missedOnce(of, [job, other], [], sinceNoon(19.5));
  expect(before.missed.missed).toEqual([]);
  expect(before.until).toBe(sinceNoon(20));
  const after = missedOnce(of, [job, other], [], sinceNoon(20));
  expect(after.missed.missed).toMatchObject([{ scheduled: "2026-03-10T12:00:00Z" }]);
});

test("another state of the CronJob is another CronJob", () => {
  const before = missedOnce(cronJob(), [job], [], noon).missed;
  expect(missedOnce(cronJob(), [job], [], noon).missed).not.toBe(before);
});
