import type { CronJob } from "#lib/kubernetes/types";
import { millisecondsOf } from "#lib/runs/instant";
import { type Text, text } from "#lib/texts/text";
import { next, parseSchedule, type Schedule } from "#lib/time/cron";
import { isTimeZone } from "#lib/time/local-time";

/** When a CronJob is due. */
export interface Timetable {
  readonly schedule: Schedule;
  /** The IANA name of the zone its hours are read in. */
  readonly zone: string;
  /** Nothing names a zone: it is the controller's own, mostly UTC, and the API does not tell. */
  readonly zoneAssumed: boolean;
  /** What `@every` counts from, in milliseconds. */
  readonly anchor: number;
}

/**
 * Null where the controller cannot read the schedule or the zone either. A `TZ=` in the schedule wins
 * over spec.timeZone (formatSchedule in pkg/controller/cronjob/cronjob_controllerv2.go); `@every`
 * counts from the last start, at first from the creation (mostRecentScheduleTime in utils.go there).
 */
export function timetableOf({ metadata, spec, status }: CronJob): Timetable | null {
  const named = spec?.timeZone;
  if (named != null && !isTimeZone(named)) return null;
  let schedule: Schedule;
  try {
    schedule = parseSchedule(spec?.schedule ?? "");
  } catch {
    return null;
  }
  const inSchedule = "every" in schedule ? null : schedule.zone;
  return {
    schedule,
    zone: inSchedule ?? (named || "UTC"),
    zoneAssumed: inSchedule === null && named == null,
    anchor:
      millisecondsOf(status?.lastScheduleTime) ?? millisecondsOf(metadata.creationTimestamp) ?? 0,
  };
}

/** Some two hundred thousand years: within it a date has a year that every calendar knows. */
const calendarMs = 6e15;

/** The first time after `after` at which it is due, in milliseconds; null for none in five years. */
export function nextTick({ schedule, zone, anchor }: Timetable, after: number): number | null {
  // A deadline may be any number, and what is reckoned with it beyond every calendar.
  if (!(Math.abs(after) < calendarMs)) return null;
  if (!("every" in schedule)) return next(schedule, after, zone);
  const interval = schedule.every * 1000;
  return anchor + (Math.floor((after - anchor) / interval) + 1) * interval;
}

/**
 * Why the controller never finds a run that is due, however long one waits; null where it does. It
 * counts from the deadline before now (mostRecentScheduleTime): with a deadline of 0 that is now, and
 * an `@every` of a longer interval has its next time after now, always.
 */
export function neverDue(cronJob: CronJob, { schedule }: Timetable): Text | null {
  const deadline = cronJob.spec?.startingDeadlineSeconds;
  if (deadline == null) return null;
  if (deadline <= 0) return alwaysOver;
  if (!("every" in schedule) || schedule.every <= deadline) return null;
  return text(
    "startingDeadlineSeconds {deadline} is less than the {interval} seconds between runs, so none is ever found due.",
    { deadline, interval: schedule.every },
  );
}

const alwaysOver = text("startingDeadlineSeconds is 0, so no run is ever in time.");
