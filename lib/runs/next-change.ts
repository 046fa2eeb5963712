import type { CronJob, Job } from "#lib/kubernetes/types";
import { millisecondsOf } from "#lib/runs/instant";
import { graceMs } from "#lib/runs/miss-cause";
import { slowFrom, usualDuration } from "#lib/runs/run-duration";
import { ticksBetween } from "#lib/runs/ticks";
import { nextTick, type Timetable, timetableOf } from "#lib/runs/timetable";

/**
 * The first moment after `now` (milliseconds) at which there is something else to say of a CronJob
 * though none of its objects changed: it is due or would be, were it not suspended; it was due for too
 * long; a deadline is over; or a run becomes slow. Null for never.
 */
export function nextChange(cronJob: CronJob, jobs: readonly Job[], now: number): number | null {
  const timetable = timetableOf(cronJob);
  const usual = usualDuration(jobs);
  const moments = [
    timetable && nextTick(timetable, now),
    timetable && missedFrom(timetable, now),
    timetable && deadlineOver(cronJob, timetable, now),
    ...jobs.map((job) => slowFrom(job, usual)),
  ];
  const ahead = moments.filter((at): at is number => at !== null && at > now);
  return ahead.length === 0 ? null : Math.min(...ahead);
}

/** When the tick that is due by now counts as missed, if no Job comes. */
function missedFrom(timetable: Timetable, now: number): number | null {
  const [due] = ticksBetween(timetable, now - graceMs, now, 1);
  return due === undefined ? null : due + graceMs;
}

/** When the oldest run that nobody started yet can be started no more. */
function deadlineOver({ spec, status }: CronJob, timetable: Timetable, now: number): number | null {
  const seconds = spec?.startingDeadlineSeconds;
  if (seconds == null) return null;
  const lastScheduled = millisecondsOf(status?.lastScheduleTime) ?? Number.NEGATIVE_INFINITY;
  const due = nextTick(timetable, Math.max(lastScheduled, now - seconds * 1000 - 1));
  return due === null || due > now ? null : due + seconds * 1000 + 1;
}
