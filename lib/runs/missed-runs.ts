import type { MissCause, MissedRun, MissedRuns } from "#lib/api/runs";
import type { CronJob, Job, KubernetesEvent } from "#lib/kubernetes/types";
import { controllerEvents, toldJobs } from "#lib/runs/cronjob-events";
import { instantOf, millisecondsOf } from "#lib/runs/instant";
import { forgottenUpTo, keptRun } from "#lib/runs/kept-runs";
import { findCause, graceMs, minuteOf, type Past } from "#lib/runs/miss-cause";
import { suspendedSince } from "#lib/runs/suspended-since";
import { ticksBetween } from "#lib/runs/ticks";
import { nextTick, type Timetable, timetableOf } from "#lib/runs/timetable";

/** How many of the newest ticks are looked at. */
const lookedAt = 60;
/** Nobody waits for these. */
const notMissed: readonly MissCause[] = ["suspended", "not-kept"];

/** Whether somebody waits for a run that was to be, and has no Job. */
export function isWaitedFor({ cause }: Pick<MissedRun, "cause">): boolean {
  return !notMissed.includes(cause);
}

/**
 * The ticks without a Job, each with its cause as far as that can be known, from a CronJob, the Jobs it
 * controls and the Events about it, at `now` in milliseconds. It goes back as far as a Job would still
 * be there: not beyond the creation, the history limits, and the last Job of another schedule.
 */
export function missedRuns(
  cronJob: CronJob,
  jobs: readonly Job[],
  events: readonly KubernetesEvent[],
  now: number,
): MissedRuns {
  const created = millisecondsOf(cronJob.metadata.creationTimestamp) ?? now;
  const timetable = timetableOf(cronJob);
  if (!timetable) return { missed: [], sinceSuccess: 0, more: false, since: instantOf(created) };
  const runs = jobs.map(keptRun);
  const told = controllerEvents(events);
  const past: Past = {
    cronJob,
    timetable,
    runs,
    events: told,
    toldJobs: toldJobs(cronJob.metadata.name, told),
    lastScheduled: millisecondsOf(cronJob.status?.lastScheduleTime),
    suspendedSince: suspendedSince(cronJob),
    now,
  };
  const begin = Math.max(created, forgottenUpTo(cronJob, runs, now), endOfOtherSchedules(past));
  // One that is being deleted starts nothing.
  const until = millisecondsOf(cronJob.metadata.deletionTimestamp) ?? now;
  const ticks = ticksBetween(timetable, begin, Math.min(until, now - graceMs), lookedAt);
  const [oldest = begin] = ticks;
  const more = ticks.length === lookedAt && (nextTick(timetable, begin) ?? oldest) < oldest;
  const filled = new Set(runs.map(({ scheduled }) => scheduled && minuteOf(scheduled)));
  const empty = ticks
    .map((at, index) => ({ at, next: ticks[index + 1] ?? nextTick(timetable, at) ?? now }))
    .filter(({ at }) => !filled.has(minuteOf(at)))
    .reverse();
  const found = empty.map((tick) => ({ at: tick.at, ...findCause(tick, past) }));
  const success = lastSuccess(past);
  const uncounted: readonly MissCause[] =
    cronJob.spec?.suspend === true ? [...notMissed, "unknown"] : notMissed;
  return {
    missed: found.map(({ at, ...finding }) => ({ scheduled: instantOf(at), ...finding })),
    sinceSuccess: found.filter(({ at, cause }) => at > success && !uncounted.includes(cause))
      .length,
    more,
    since: instantOf(more ? oldest - 1 : begin),
  };
}

function lastSuccess({ cronJob, runs }: Past): number {
  const ends = runs.filter(({ result }) => result === "Complete").map(({ ended }) => ended);
  return Math.max(millisecondsOf(cronJob.status?.lastSuccessfulTime) ?? 0, ...ends);
}

/** The newest start at no tick of the present schedule: it was another one until then. */
function endOfOtherSchedules({ timetable, runs, lastScheduled, now }: Past): number {
  const starts = [lastScheduled, ...runs.map(({ scheduled }) => scheduled)];
  const others = starts.filter((at) => at !== null && at <= now && !isTick(timetable, at));
  return Math.max(0, ...others.map(Number));
}

function isTick(timetable: Timetable, at: number): boolean {
  // A Job's name tells but the minute of a tick, and `@every` may begin at any second.
  const minuteAlone = "every" in timetable.schedule && at % 60_000 === 0;
  const next = nextTick(timetable, at - 1);
  return next !== null && (minuteAlone ? minuteOf(next) === minuteOf(at) : next === at);
}
