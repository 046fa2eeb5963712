import type { FailedRun } from "#lib/api/overview";
import type { Reason } from "#lib/api/runs";
import { controllerOf } from "#lib/kubernetes/owner-reference";
import type { Job } from "#lib/kubernetes/types";
import { millisecondsOf } from "#lib/runs/instant";
import { runOf } from "#lib/runs/run";

/** For so long a failure is one of the day. */
export const dayMs = 86_400_000;

/** Whether a Job failed within the day before `now`, in milliseconds; what else is costs no more. */
export function isOfToday(job: Job, now: number): boolean {
  const { result, ended } = runOf(job);
  return result === "Failed" && now - (millisecondsOf(ended) ?? Number.NEGATIVE_INFINITY) < dayMs;
}

/** A Job that failed within a day before `now`, and until when it is of the day; null for any other. */
export function failedRun(
  job: Job,
  reason: Reason | null,
  now: number,
): { readonly value: FailedRun; readonly until: number } | null {
  const { ended } = runOf(job);
  const at = millisecondsOf(ended);
  if (!isOfToday(job, now) || ended === null || at === null) return null;
  const { namespace, name, uid } = job.metadata;
  const owner = controllerOf(job.metadata);
  return {
    value: {
      namespace,
      name,
      uid,
      cronJob: owner?.kind === "CronJob" ? owner.name : null,
      ended,
      word: reason?.word ?? "Failed",
      sentence: reason?.sentence ?? "",
    },
    until: at + dayMs,
  };
}
