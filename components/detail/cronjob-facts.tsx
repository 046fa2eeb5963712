"use client";

import type { ReactNode } from "react";
import { type Fact, None } from "#components/detail/facts";
import { Status } from "#components/status";
import { Age } from "#components/time";
import type { CronJobDetail, CronJobRow } from "#lib/api/rows";
import { cronJobColumns } from "#lib/printers/columns";
import { cronText } from "#lib/time/cron-text";
import { humanDuration } from "#lib/time/duration";

/** kubectl's columns of a CronJob, then what its spec adds. */
export function cronJobFacts(row: CronJobRow, detail: CronJobDetail | null): readonly Fact[] {
  const suspend = cronJobColumns.find(({ id }) => id === "suspend")?.text(row, 0) ?? "";
  return [
    { term: "SCHEDULE", value: row.schedule },
    {
      term: "TIMEZONE",
      value: row.timeZone ?? (
        <>
          <None />
          <span className="font-sans text-xs text-text-3">
            {" "}
            zone of the controller, probably UTC
          </span>
        </>
      ),
      title: "spec.timeZone; the API does not tell the controller's own zone",
    },
    {
      term: "SUSPEND",
      value: row.suspend ? <Status kind="cronjob" word={suspend} form="hold" /> : suspend,
    },
    { term: "ACTIVE", value: row.active },
    {
      term: "LAST SCHEDULE",
      value: row.lastSchedule === null ? <None /> : <Age of={row.lastSchedule} />,
    },
    { term: "AGE", value: <Age of={row.created} /> },
    ...(detail ? detailFacts(detail) : []),
  ];
}

function detailFacts(detail: CronJobDetail): readonly Fact[] {
  const { lastSuccessful, startingDeadlineSeconds } = detail;
  const { successfulJobsHistoryLimit: good, failedJobsHistoryLimit: bad } = detail;
  return [
    {
      term: "LAST SUCCESS",
      value: lastSuccessful === null ? <None /> : <Age of={lastSuccessful} />,
      title: "status.lastSuccessfulTime",
    },
    {
      term: "CONCURRENCY",
      value: detail.concurrencyPolicy,
      title: "spec.concurrencyPolicy: what happens when a run is due while one is active",
    },
    {
      term: "STARTING DEADLINE",
      value:
        startingDeadlineSeconds === null ? <None /> : humanDuration(startingDeadlineSeconds * 1000),
      title: "spec.startingDeadlineSeconds: how late a run may still start",
    },
    {
      term: "HISTORY LIMITS",
      value: `${good ?? "<none>"} successful, ${bad ?? "<none>"} failed`,
      title: "spec.successfulJobsHistoryLimit and failedJobsHistoryLimit: how many Jobs are kept",
    },
  ];
}

/** The schedule in words; nothing where it has none that are true. */
export function ScheduleWords({ row }: { readonly row: CronJobRow }): ReactNode {
  const text = cronText(row.schedule);
  if (text === null) return null;
  return (
    <>
      <b>{text}</b>
      {row.timeZone === null ? "" : ` in ${row.timeZone}`}.
    </>
  );
}
