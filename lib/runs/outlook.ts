import type { MissedRuns, Outlook, Reason, Run } from "#lib/api/runs";
import type { CronJob, Job } from "#lib/kubernetes/types";
import { millisecondsOf } from "#lib/runs/instant";
import { lastResult } from "#lib/runs/last-result";
import { isWaitedFor } from "#lib/runs/missed-runs";
import { nextRun } from "#lib/runs/next-run";
import { runOf } from "#lib/runs/run";
import { slowRun, usualDuration } from "#lib/runs/run-duration";
import { runStrip } from "#lib/runs/run-strip";
import { suspensionOf } from "#lib/runs/suspension";
import { type Timetable, timetableOf } from "#lib/runs/timetable";

/** What is known about a CronJob's runs. */
export interface RunEvidence {
  readonly cronJob: CronJob;
  /** Those it controls. */
  readonly jobs: readonly Job[];
  /** Its ticks without a Job, as they are at the same moment. */
  readonly missed: MissedRuns;
  /** Why a Job failed, or what holds it. */
  readonly reasonOf: (job: Job) => Reason | null;
}

/**
 * All that the list of CronJobs says beside kubectl's cells, at `now` (milliseconds): until the
 * `nextChange`, if nothing changes before.
 */
export function outlookOf(
  { cronJob, jobs, missed: { missed, sinceSuccess, more }, reasonOf }: RunEvidence,
  now: number,
): Outlook {
  const runs = jobs.map(runOf);
  const counted = missed.find(isWaitedFor);
  const usual = usualDuration(jobs);
  const timetable = timetableOf(cronJob);
  const next = nextRun(cronJob, now);
  const newest = newestJob(jobs, runs);
  return {
    next,
    zone: {
      name: timetable?.zone ?? "UTC",
      assumed: timetable?.zoneAssumed ?? true,
      matters: timetable?.zoneAssumed === true && countsHours(timetable),
    },
    last: lastResult(runs),
    strip: runStrip(runs, missed),
    missed: sinceSuccess > 0 && counted ? { count: sinceSuccess, more, newest: counted } : null,
    reason: newest ? reasonOf(newest) : null,
    usual,
    slow: slowRun(jobs, usual, now),
    suspension: suspensionOf(cronJob),
  };
}

/** The Job that was to start last. */
function newestJob(jobs: readonly Job[], runs: readonly Run[]): Job | null {
  let newest = -1;
  let newestAt = Number.NEGATIVE_INFINITY;
  for (const [i, { scheduled, started }] of runs.entries()) {
    const created = jobs[i]?.metadata.creationTimestamp;
    const at = millisecondsOf(scheduled ?? started ?? created) ?? 0;
    if (at < newestAt) continue;
    newest = i;
    newestAt = at;
  }
  return jobs[newest] ?? null;
}

/** Whether another zone's clock would be due at other moments: one that counts minutes alone is not. */
function countsHours({ schedule }: Timetable): boolean {
  if ("every" in schedule) return false;
  const { hour, dayOfMonth, month, dayOfWeek } = schedule;
  return [hour, dayOfMonth, month, dayOfWeek].some(({ star }) => !star);
}
