import type { NextRun, UpcomingRun, UpcomingRuns } from "#lib/api/runs";
import type { CronJob } from "#lib/kubernetes/types";
import { clockChange } from "#lib/runs/clock-change";
import { instantOf } from "#lib/runs/instant";
import { neverDue, nextTick, type Timetable, timetableOf } from "#lib/runs/timetable";
import { type Text, text } from "#lib/texts/text";

/** When the CronJob is due next after `now` (milliseconds), or why it is not. */
export function nextRun(cronJob: CronJob, now: number): NextRun {
  if (cronJob.metadata.deletionTimestamp != null) return { at: null, why: "deleted" };
  if (cronJob.spec?.suspend === true) return { at: null, why: "suspended" };
  const timetable = timetableOf(cronJob);
  if (!timetable) return { at: null, why: "unreadable" };
  const at = neverDue(cronJob, timetable) === null ? nextTick(timetable, now) : null;
  return at === null ? { at: null, why: "never" } : { at: instantOf(at) };
}

/** The next `count` times, with the zone they were computed in; none where there is no next run. */
export function nextRuns(cronJob: CronJob, now: number, count: number): UpcomingRuns {
  const timetable = timetableOf(cronJob);
  const first = nextRun(cronJob, now);
  const runs: UpcomingRun[] = [];
  let before = now;
  while (timetable && first.at !== null && runs.length < count) {
    const at = nextTick(timetable, before);
    if (at === null) break;
    // An interval passes in real time, whatever the clocks do.
    const note = "every" in timetable.schedule ? null : clockChange(timetable.zone, before, at);
    runs.push({ at: instantOf(at), note });
    before = at;
  }
  return {
    runs,
    zone: timetable?.zone ?? null,
    zoneAssumed: timetable?.zoneAssumed ?? false,
    source: timetable ? sourceOf(timetable) : scheduleAndZone,
  };
}

function sourceOf({ schedule, zoneAssumed }: Timetable): Text {
  if ("every" in schedule) return text("spec.schedule, counted from status.lastScheduleTime");
  if (schedule.zone !== null) return text("spec.schedule with its TZ");
  return zoneAssumed
    ? text(
        "spec.schedule, in UTC: the controller's own zone, which the API does not tell, is mostly that",
      )
    : scheduleAndZone;
}

const scheduleAndZone = text("spec.schedule and spec.timeZone");
