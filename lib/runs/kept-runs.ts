import type { Run } from "#lib/api/runs";
import type { CronJob, Job } from "#lib/kubernetes/types";
import { millisecondsOf } from "#lib/runs/instant";
import { runOf } from "#lib/runs/run";

/** A Job that is still there, with its times in milliseconds. */
export interface KeptRun extends Omit<Run, "scheduled" | "started" | "ended"> {
  readonly scheduled: number | null;
  readonly created: number;
  /** Infinity while it has not ended. */
  readonly ended: number;
}

export function keptRun(job: Job): KeptRun {
  const run = runOf(job);
  return {
    ...run,
    scheduled: millisecondsOf(run.scheduled),
    created: millisecondsOf(job.metadata.creationTimestamp) ?? 0,
    ended: millisecondsOf(run.ended) ?? Number.POSITIVE_INFINITY,
  };
}

/**
 * The time, in milliseconds, up to which a Job may have been there and be gone though nobody deleted
 * it. Of Complete and of Failed Jobs the controller keeps the newest, manual ones included, up to a
 * limit for each (cleanupFinishedJobs in pkg/controller/cronjob/cronjob_controllerv2.go); and
 * ttlSecondsAfterFinished counts from their end, which is after their tick. The last run the
 * controller started is not before it: none that was due later has had a Job.
 */
export function forgottenUpTo(cronJob: CronJob, runs: readonly KeptRun[], now: number): number {
  const { spec } = cronJob;
  const ttl = spec?.jobTemplate?.spec?.ttlSecondsAfterFinished;
  const times = [
    ttl == null ? Number.NEGATIVE_INFINITY : now - ttl * 1000,
    oldestOfFull("Complete", spec?.successfulJobsHistoryLimit, runs),
    oldestOfFull("Failed", spec?.failedJobsHistoryLimit, runs),
  ];
  const lastScheduled = millisecondsOf(cronJob.status?.lastScheduleTime);
  return Math.min(Math.max(...times), lastScheduled ?? Number.NEGATIVE_INFINITY);
}

function oldestOfFull(
  result: Run["result"],
  limit: number | null | undefined,
  runs: readonly KeptRun[],
): number {
  const kept = runs.filter((run) => run.result === result);
  if (limit == null || kept.length < limit) return Number.NEGATIVE_INFINITY;
  return Math.min(...kept.map(({ scheduled, created }) => scheduled ?? created));
}
