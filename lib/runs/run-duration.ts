import type { SlowRun } from "#lib/api/runs";
import type { Job } from "#lib/kubernetes/types";
import { millisecondsOf } from "#lib/runs/instant";
import { conditionOf } from "#lib/runs/job-condition";
import { runOf } from "#lib/runs/run";

/**
 * How long a run has been going at `now`, or was when it ended, in milliseconds; null while it has not
 * started, and where its end has no time. It counts from status.startTime, which a resume sets anew: what was before a suspension is
 * not told, and left out. While it is suspended it does not grow; the API server may have dropped
 * startTime then (the controller does so where the gate
 * MutableSchedulingDirectivesForSuspendedJobs is on).
 */
export function runDuration(job: Job, now: number): number | null {
  const { started, ended, result } = runOf(job);
  const from = millisecondsOf(started);
  const isOver = result === "Complete" || result === "Failed";
  if (from === null || (isOver && ended === null)) return null;
  const suspended = conditionOf(job, "Suspended")?.lastTransitionTime;
  const until = millisecondsOf(ended) ?? millisecondsOf(suspended) ?? now;
  return Math.max(0, until - from);
}

/** Of the durations of a CronJob's Complete runs, each a duration that one of them had. */
export interface UsualDuration {
  readonly p50: number;
  readonly p95: number;
  /** How many runs it was derived from. */
  readonly runs: number;
}

/** Null where no run is Complete. By nearest rank: with fewer than twenty runs p95 is the longest. */
export function usualDuration(jobs: readonly Job[]): UsualDuration | null {
  const durations = jobs
    .filter((job) => conditionOf(job, "Complete"))
    .map((job) => runDuration(job, 0))
    .filter((duration) => duration !== null)
    .sort((a, b) => a - b);
  const rank = (share: number) => durations[Math.ceil(share * durations.length) - 1];
  const [p50, p95] = [rank(0.5), rank(0.95)];
  return p50 === undefined || p95 === undefined ? null : { p50, p95, runs: durations.length };
}

/** Three are kept where nobody says otherwise: with more to ask for, most CronJobs had no answer. */
const fewestRuns = 3;
const slowRatio = 1.5;
/** The seconds that a Pod takes to be scheduled and to start differ by that much from run to run. */
const startTolerance = 10_000;

/**
 * When a run that goes on will have taken much longer than the CronJob's runs usually do, in
 * milliseconds since the epoch; null where too few are known, and for one that does not go on.
 */
export function slowFrom(job: Job, usual: UsualDuration | null): number | null {
  const { result, started } = runOf(job);
  const from = millisecondsOf(started);
  if (usual === null || usual.runs < fewestRuns || result !== "Running" || from === null)
    return null;
  return from + Math.max(usual.p95 * slowRatio, usual.p95 + startTolerance);
}

/** Of the runs that are slow at `now` (milliseconds) the one that started first; null for none. */
export function slowRun(
  jobs: readonly Job[],
  usual: UsualDuration | null,
  now: number,
): SlowRun | null {
  const slow = jobs.filter((job) => (slowFrom(job, usual) ?? Number.POSITIVE_INFINITY) <= now);
  const started = ({ status }: Job) => status?.startTime ?? "";
  const [first] = slow.toSorted((a, b) => Date.parse(started(a)) - Date.parse(started(b)));
  return first ? { name: first.metadata.name, started: started(first) } : null;
}
