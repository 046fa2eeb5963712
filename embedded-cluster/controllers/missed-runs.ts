import { next, type Schedule } from "#lib/time/cron";
import type { CronJob } from "./workloads.ts";

export interface MissedRuns {
  /** Where the search began, in ms: the last run or the creation, or the starting deadline. */
  readonly since: number;
  /** The most recent time that is due, in ms; null if none is. */
  readonly latest: number | null;
  /** An estimate from the first interval, which stands for all. */
  readonly count: number;
}

/** The zone of a CronJob that names none: the controller's. */
export const defaultZone = "UTC";

/**
 * The runs a CronJob has not started yet (kubectl-semantics 7.1). Throws for a schedule with no
 * second time, which can be read but makes no sense, such as 30 February.
 */
export function missedRuns(
  cronJob: CronJob,
  schedule: Schedule,
  now: number,
  options: { readonly withinDeadline: boolean },
): MissedRuns {
  const { timeZone = defaultZone, startingDeadlineSeconds } = cronJob.spec;
  let since = Date.parse(cronJob.status?.lastScheduleTime ?? cronJob.metadata.creationTimestamp);
  if (options.withinDeadline && startingDeadlineSeconds !== undefined) {
    since = Math.max(since, now - startingDeadlineSeconds * 1000);
  }
  const first = next(schedule, since, timeZone);
  const second = first === null ? null : next(schedule, first, timeZone);
  if (first !== null && now < first) return { since, latest: null, count: 0 };
  if (first !== null && second !== null && now < second) return { since, latest: first, count: 1 };
  if (first === null || second === null) {
    throw new Error("time difference between two schedules is less than 1 second");
  }
  const interval = second - first;
  const count = Math.floor((now - first) / interval) + 1;
  // One interval before the estimate, since the schedule need not be regular.
  let latest: number | null = null;
  let time = next(schedule, first + (count - 2) * interval, timeZone);
  while (time !== null && time <= now) {
    latest = time;
    time = next(schedule, time, timeZone);
  }
  return { since, latest, count };
}

/** Clocks differ a little, so a run starts this much after its second. */
const paddingMs = 100;

/** The ms until the run after the most recent one that is due; null for a schedule without one. */
export function untilNextRun(cronJob: CronJob, schedule: Schedule, now: number): number | null {
  let from = now;
  try {
    const { since, latest, count } = missedRuns(cronJob, schedule, now, { withinDeadline: false });
    from = latest ?? (count === 0 ? since : now);
  } catch {
    // The next one from now, if there is any.
  }
  const time = next(schedule, from, cronJob.spec.timeZone ?? defaultZone);
  return time === null ? null : time + paddingMs - now;
}
