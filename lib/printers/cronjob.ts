import type { CronJobDetail, CronJobRow } from "#lib/api/rows";
import type { CronJob } from "#lib/kubernetes/types";
import { objectRow, templateCells } from "#lib/printers/object-row";

/** What kubectl prints about a CronJob (kubectl-semantics 3). */
export function printCronJob(cronJob: CronJob): CronJobRow {
  const { spec, status } = cronJob;
  const job = spec?.jobTemplate?.spec;
  return {
    ...objectRow(cronJob.metadata),
    ...templateCells(job?.template?.spec?.containers, job?.selector),
    schedule: spec?.schedule ?? "",
    timeZone: spec?.timeZone ?? null,
    suspend: spec?.suspend ?? null,
    active: status?.active?.length ?? 0,
    lastSchedule: status?.lastScheduleTime ?? null,
  };
}

/** What the CronJob page says beside the row. */
export function cronJobDetail(cronJob: CronJob): CronJobDetail {
  const { spec, status } = cronJob;
  return {
    uid: cronJob.metadata.uid,
    concurrencyPolicy: spec?.concurrencyPolicy ?? "",
    startingDeadlineSeconds: spec?.startingDeadlineSeconds ?? null,
    successfulJobsHistoryLimit: spec?.successfulJobsHistoryLimit ?? null,
    failedJobsHistoryLimit: spec?.failedJobsHistoryLimit ?? null,
    lastSuccessful: status?.lastSuccessfulTime ?? null,
  };
}
