import type { JobDetail, JobRow } from "#lib/api/rows";
import type { Job } from "#lib/kubernetes/types";
import { conditionHolds, conditionRows } from "#lib/printers/condition";
import { objectRow, templateCells } from "#lib/printers/object-row";

/** What kubectl prints about a Job (kubectl-semantics 2). */
export function printJob(job: Job): JobRow {
  const { spec, status } = job;
  return {
    ...objectRow(job.metadata),
    ...templateCells(spec?.template?.spec?.containers, spec?.selector),
    status: jobStatus(job),
    completions: completions(job),
    started: status?.startTime ?? null,
    completed: status?.completionTime ?? null,
    suspend: spec?.suspend ?? false,
  };
}

/** STATUS: spec.suspend and the counts are never consulted, so a Job without a Pod is `Running` too. */
export function jobStatus(job: Job): string {
  const holds = (type: string) => conditionHolds(job.status?.conditions, type);
  if (holds("Complete")) return "Complete";
  if (holds("Failed")) return "Failed";
  if (job.metadata.deletionTimestamp != null) return "Terminating";
  if (holds("Suspended")) return "Suspended";
  if (holds("FailureTarget")) return "FailureTarget";
  if (holds("SuccessCriteriaMet")) return "SuccessCriteriaMet";
  return "Running";
}

/** COMPLETIONS: without a count of completions the Job is a work queue, done by any one Pod. */
function completions(job: Job): string {
  const succeeded = job.status?.succeeded ?? 0;
  const wanted = job.spec?.completions;
  if (wanted != null) return `${succeeded}/${wanted}`;
  const parallelism = job.spec?.parallelism ?? 0;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

/** What the Job page says beside the row. */
export function jobDetail(job: Job): JobDetail {
  const { metadata, spec, status } = job;
  return {
    uid: metadata.uid,
    parallelism: spec?.parallelism ?? null,
    completions: spec?.completions ?? null,
    backoffLimit: spec?.backoffLimit ?? null,
    activeDeadlineSeconds: spec?.activeDeadlineSeconds ?? null,
    ttlSecondsAfterFinished: spec?.ttlSecondsAfterFinished ?? null,
    completionMode: spec?.completionMode ?? "",
    completedIndexes: status?.completedIndexes ?? "",
    failedIndexes: status?.failedIndexes ?? "",
    backoffLimitPerIndex: spec?.backoffLimitPerIndex ?? null,
    maxFailedIndexes: spec?.maxFailedIndexes ?? null,
    active: status?.active ?? 0,
    ready: status?.ready ?? 0,
    succeeded: status?.succeeded ?? 0,
    failed: status?.failed ?? 0,
    terminating: status?.terminating ?? 0,
    conditions: conditionRows(status?.conditions),
    manual: metadata.annotations?.["cronjob.kubernetes.io/instantiate"] === "manual",
  };
}
