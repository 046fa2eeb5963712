import type { CrowdedMinute, DayAhead } from "#lib/api/overview";
import { keyOf } from "#lib/api/rows";
import type { CronJob } from "#lib/kubernetes/types";
import { clockChange, clockChangeAt } from "#lib/runs/clock-change";
import { dayMs } from "#lib/runs/failed-run";
import { instantOf } from "#lib/runs/instant";
import { neverDue, nextTick, type Timetable, timetableOf } from "#lib/runs/timetable";

const minuteMs = 60_000;
const minutesOfDay = dayMs / minuteMs;
const places = Array.from({ length: minutesOfDay }, (_, place) => place);
/** How many of each are told. */
const mostCrowded = 5;
const mostNames = 10;
const mostNext = 12;
/** Fewer at once are no crowd. */
const fewestOfCrowd = 5;

/** When a CronJob starts runs. */
export interface Starts {
  readonly namespace: string;
  readonly name: string;
  /** The minutes since the epoch in which one is due, ascending: it starts at most one in each. */
  readonly minutes: readonly number[];
  /** It would, were it not suspended. */
  readonly suspended: boolean;
  /** The zone its hours are read in; null for an interval, which no clock changes. */
  readonly zone: string | null;
  /** Nothing names that zone. */
  readonly assumed: boolean;
}

/**
 * When a CronJob starts runs after `from` and up to `until` (milliseconds); null where it starts none
 * by itself. `ticks` may keep the minutes of one schedule for others that have it too.
 */
export function startsOf(
  cronJob: CronJob,
  from: number,
  until: number,
  ticks: Map<string, readonly number[]>,
): Starts | null {
  const { namespace, name, deletionTimestamp } = cronJob.metadata;
  const timetable = timetableOf(cronJob);
  if (deletionTimestamp != null || timetable === null) return null;
  if (neverDue(cronJob, timetable) !== null) return null;
  const { schedule, zone, zoneAssumed, anchor } = timetable;
  const isInterval = "every" in schedule;
  const key = [cronJob.spec?.schedule, zone, isInterval ? anchor : ""].join("\n");
  const minutes = ticks.get(key) ?? minutesOf(timetable, from, until);
  ticks.set(key, minutes);
  return {
    namespace,
    name,
    minutes,
    suspended: cronJob.spec?.suspend === true,
    zone: isInterval ? null : zone,
    assumed: zoneAssumed && !isInterval,
  };
}

function minutesOf(timetable: Timetable, from: number, until: number): number[] {
  const minutes: number[] = [];
  let at = nextTick(timetable, from);
  while (at !== null && at <= until) {
    const minute = Math.floor(at / minuteMs);
    minutes.push(minute);
    // Of an interval under a minute the first of each minute counts.
    at = nextTick(timetable, Math.max(at, (minute + 1) * minuteMs - 1));
  }
  return minutes;
}

/** What starts within 24 hours after `now` (milliseconds), over all of them. */
export function dayAhead(all: readonly Starts[], now: number): DayAhead {
  const first = Math.floor(now / minuteMs) + 1;
  const going = all.filter((starts) => !starts.suspended);
  const [steady, others] = [going.filter(isSteady), going.filter((starts) => !isSteady(starts))];
  const base = countIn(steady, first);
  const runs = countIn(others, first);
  const suspended = countIn(
    all.filter((starts) => starts.suspended && !isSteady(starts)),
    first,
  );
  const minutes = places.flatMap((place): [number, number, number][] => {
    const [some, held] = [runs[place] ?? 0, suspended[place] ?? 0];
    return some > 0 || held > 0 ? [[place, some, held]] : [];
  });
  const together = places.map((place) => [place, (base[place] ?? 0) + (runs[place] ?? 0)] as const);
  return {
    from: instantOf(first * minuteMs),
    minutes,
    steady: { cronJobs: steady.length, runs: base.reduce((sum, count) => sum + count, 0) },
    crowded: crowdedOf(together, going, first),
    next: nextOf(all, first),
    clocks: clocksOf(all, now),
    assumed: all.filter((starts) => starts.assumed).length,
  };
}

/** All day long: on an axis of a day it is a band that hides all else. */
const isSteady = ({ minutes }: Starts) => minutes.length >= minutesOfDay / 10;

/** How many start in each minute of the day that begins with `first`. */
function countIn(all: readonly Starts[], first: number): Uint32Array {
  const counts = new Uint32Array(minutesOfDay);
  for (const { minutes } of all) {
    for (const minute of minutes) {
      const place = minute - first;
      if (place >= 0 && place < minutesOfDay) counts[place] = (counts[place] ?? 0) + 1;
    }
  }
  return counts;
}

/** The fullest minutes, where many more start than in the others. */
function crowdedOf(
  minutes: readonly (readonly [place: number, runs: number])[],
  all: readonly Starts[],
  first: number,
): CrowdedMinute[] {
  const going = minutes.filter(([, runs]) => runs > 0);
  const usual = going.map(([, runs]) => runs).sort((a, b) => a - b)[going.length >> 1] ?? 0;
  const isFull = going.length > 1 ? Math.max(fewestOfCrowd, 2 * usual) : fewestOfCrowd;
  return going
    .filter(([, runs]) => runs >= isFull)
    .sort(([a, x], [b, y]) => y - x || a - b)
    .slice(0, mostCrowded)
    .sort(([a], [b]) => a - b)
    .map(([place, runs]) => ({
      at: instantOf((first + place) * minuteMs),
      runs,
      some: startingIn(all, first + place),
    }));
}

function startingIn(all: readonly Starts[], minute: number): string[] {
  const names: string[] = [];
  for (const starts of all) {
    if (!starts.minutes.includes(minute)) continue;
    names.push(keyOf(starts));
    if (names.length === mostNames) break;
  }
  return names;
}

/** The first run of each CronJob that runs, the soonest first. */
function nextOf(all: readonly Starts[], first: number): DayAhead["next"] {
  const soonest = all.flatMap(({ suspended, minutes, namespace, name }) => {
    const minute = suspended ? undefined : minutes.find((at) => at >= first);
    return minute === undefined ? [] : [{ minute, namespace, name }];
  });
  return soonest
    .sort((a, b) => a.minute - b.minute || (keyOf(a) < keyOf(b) ? -1 : 1))
    .slice(0, mostNext)
    .map(({ minute, namespace, name }) => ({ at: instantOf(minute * minuteMs), namespace, name }));
}

function clocksOf(all: readonly Starts[], now: number): DayAhead["clocks"] {
  const zones = new Set(all.flatMap(({ zone }) => (zone === null ? [] : [zone])));
  return [...zones]
    .flatMap((zone) => {
      const at = clockChangeAt(zone, now, now + dayMs);
      const note = at === null ? null : clockChange(zone, now, at);
      return at === null || note === null ? [] : [{ at: instantOf(at), zone, note }];
    })
    .sort((a, b) => (a.at < b.at ? -1 : 1));
}
