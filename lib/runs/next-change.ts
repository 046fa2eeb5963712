import type { CronJob, Job } from "#lib/kubernetes/types";
import { millisecondsOf } from "#lib/runs/instant";
import { graceMs } from "#lib/runs/miss-cause";
import { nextRun } from "#lib/runs/next-run";
import { slowFrom, usualDuration } from "#lib/runs/run-duration";
import { ticksBetween } from "#lib/runs/ticks";
import { type Timetable, timetableOf } from "#lib/runs/timetable";

/**
 * The first moment after `now` (milliseconds) at which there is something else to say of a CronJob
 * though none of its objects changed: it is due, it was due for too long, or a run becomes slow. Null
 * for never.
 */
export function nextChange(cronJob: CronJob, jobs: readonly Job[], now: number): number | null {
  const timetable = timetableOf(cronJob);
  const usual = usualDuration(jobs);
  const moments = [
    millisecondsOf(nextRun(cronJob, now).at),
    timetable && missedFrom(timetable, now),
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
