import type { Job, ObjectCondition } from "#lib/kubernetes/types";

/** The runs of a CronJob `data/etl` as tests write them, by how long before noon they were due. */

export const noon = Date.parse("2026-03-10T12:00:00Z");
/** So many seconds after noon. */
export const at = (seconds: number) =>
  new Date(noon + seconds * 1000).toISOString().replace(".000Z", "Z");
export const minute = 60;

/** A run of the tick that many minutes before noon, which ended after so many seconds, or has not. */
export function run(
  minutesAgo: number,
  took: number | null,
  result: "Complete" | "Failed" = "Complete",
): Job {
  const tick = -minutesAgo * minute;
  const metadata = {
    name: `etl-${Math.floor(noon / 60_000) - minutesAgo}`,
    namespace: "data",
    uid: `uid-${minutesAgo}`,
    resourceVersion: "1",
    creationTimestamp: at(tick),
    annotations: { "batch.kubernetes.io/cronjob-scheduled-timestamp": at(tick) },
  };
  if (took === null) return { metadata, status: { startTime: at(tick) } };
  const ended = at(tick + took);
  const conditions: ObjectCondition[] = [
    { type: result, status: "True", lastTransitionTime: ended },
  ];
  const completion = result === "Complete" ? { completionTime: ended } : {};
  return { metadata, status: { startTime: at(tick), conditions, ...completion } };
}
