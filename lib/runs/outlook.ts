import type { Outlook, Reason, Run } from "#lib/api/runs";
import type { CronJob, Job, KubernetesEvent } from "#lib/kubernetes/types";
import { millisecondsOf } from "#lib/runs/instant";
import { lastResult } from "#lib/runs/last-result";
import { missedRuns } from "#lib/runs/missed-runs";
import { nextChange } from "#lib/runs/next-change";
import { nextRun } from "#lib/runs/next-run";
import { runOf } from "#lib/runs/run";
import { slowFrom, usualDuration } from "#lib/runs/run-duration";
import { runStrip } from "#lib/runs/run-strip";
import { suspensionOf } from "#lib/runs/suspension";
import { type Timetable, timetableOf } from "#lib/runs/timetable";

/** What is known about a CronJob's runs. */
export interface RunEvidence {
  readonly cronJob: CronJob;
  /** Those it controls. */
  readonly jobs: readonly Job[];
  /** Those about it. */
  readonly events: readonly KubernetesEvent[];
  /** Why a Job failed, or what holds it. */
  readonly reasonOf: (job: Job) => Reason | null;
}

/**
 * All that the list of CronJobs says beside kubectl's cells, at `now` (milliseconds); `until` is when
 * it becomes another though nothing changed.
 */
export function outlookOf(
  { cronJob, jobs, events, reasonOf }: RunEvidence,
  now: number,
): { readonly outlook: Outlook; readonly until: number | null } {
  const runs = jobs.map(runOf);
  const { missed, sinceSuccess, more } = missedRuns(cronJob, jobs, events, now);
  const counted = missed.find(({ cause }) => cause !== "suspended" && cause !== "not-kept");
  const usual = usualDuration(jobs);
  const slow = jobs.find((job) => (slowFrom(job, usual) ?? Number.POSITIVE_INFINITY) <= now);
  const timetable = timetableOf(cronJob);
  const next = nextRun(cronJob, now);
  const newest = newestJob(jobs, runs);
  const outlook: Outlook = {
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
    slow: slow?.metadata.name ?? null,
    suspension: suspensionOf(cronJob),
  };
  return { outlook, until: nextChange(cronJob, jobs, now) };
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
