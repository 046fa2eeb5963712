import { nextTick, type Timetable } from "#lib/runs/timetable";

const minuteMs = 60_000;

/**
 * The newest `limit` times after `after` and up to `until` at which a run is due, oldest first, in
 * milliseconds. Of an `@every` under a minute they are the first in each minute: a Job is named by its
 * minute, so there is one a minute (getJobName in pkg/controller/cronjob/cronjob_controllerv2.go).
 * The cost goes with `limit`, not with the time between the two.
 */
export function ticksBetween(
  timetable: Timetable,
  after: number,
  until: number,
  limit: number,
): number[] {
  const { schedule } = timetable;
  if ("every" in schedule) {
    const step = schedule.every * 1000;
    return step < minuteMs
      ? firstOfMinutes(timetable, after, until, limit)
      : evenly(timetable.anchor, step, after, until, limit);
  }
  // Windows from the end: the dense schedule is done with the first, a rare one soon has long ones.
  let found: number[] = [];
  let end = until;
  for (let width = limit * minuteMs; end > after && found.length < limit; width *= 2) {
    const start = Math.max(after, end - width);
    found = [...newest(timetable, start, end, limit - found.length), ...found];
    end = start;
  }
  return found;
}

/** Looks at the later half first where there are more than are asked for. */
function newest(timetable: Timetable, after: number, until: number, limit: number): number[] {
  const ticks: number[] = [];
  for (
    let at = nextTick(timetable, after);
    at !== null && at <= until;
    at = nextTick(timetable, at)
  ) {
    ticks.push(at);
    if (ticks.length > limit) {
      const middle = after + Math.floor((until - after) / 2);
      const later = newest(timetable, middle, until, limit);
      const rest = limit - later.length;
      return rest === 0 ? later : [...newest(timetable, after, middle, rest), ...later];
    }
  }
  return ticks;
}

function evenly(anchor: number, step: number, after: number, until: number, limit: number) {
  const ticks: number[] = [];
  let at = anchor + Math.floor((until - anchor) / step) * step;
  for (; at > after && ticks.length < limit; at -= step) ticks.unshift(at);
  return ticks;
}

function firstOfMinutes(timetable: Timetable, after: number, until: number, limit: number) {
  const ticks: number[] = [];
  let minute = Math.floor(until / minuteMs) * minuteMs;
  for (; minute + minuteMs > after && ticks.length < limit; minute -= minuteMs) {
    const first = nextTick(timetable, Math.max(after, minute - 1));
    if (first !== null && first <= until && first < minute + minuteMs) ticks.unshift(first);
  }
  return ticks;
}
