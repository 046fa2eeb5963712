import type { CronJob } from "#lib/kubernetes/types";
import { millisecondsOf } from "#lib/runs/instant";
import { ticksBetween } from "#lib/runs/ticks";
import { neverDue, timetableOf } from "#lib/runs/timetable";

/**
 * The run that a suspended CronJob has missed and that the controller starts as soon as it is resumed,
 * as the time it was due at in milliseconds; null for none. Of those since the last start it is the
 * newest alone, and none whose startingDeadlineSeconds have passed (mostRecentScheduleTime in
 * pkg/controller/cronjob/utils.go, and syncCronJob beside it).
 */
export function dueOnResume(cronJob: CronJob, now: number): number | null {
  const { metadata, spec, status } = cronJob;
  const timetable = timetableOf(cronJob);
  if (!timetable || neverDue(cronJob, timetable) !== null || metadata.deletionTimestamp != null) {
    return null;
  }
  const started = millisecondsOf(status?.lastScheduleTime ?? metadata.creationTimestamp);
  if (started === null) return null;
  const deadline = spec?.startingDeadlineSeconds;
  const since = deadline == null ? started : Math.max(started, now - deadline * 1000);
  return ticksBetween(timetable, since, now, 1)[0] ?? null;
}
