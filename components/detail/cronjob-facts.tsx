"use client";

import { type Fact, None } from "#components/detail/facts";
import type { Speech } from "#components/language";
import { Status } from "#components/status";
import { Age } from "#components/time";
import type { CronJobDetail, CronJobRow } from "#lib/api/rows";
import { cronJobColumns } from "#lib/printers/columns";
import { humanDuration } from "#lib/time/duration";

/** kubectl's columns of a CronJob, then what its spec adds. */
export function cronJobFacts(
  row: CronJobRow,
  detail: CronJobDetail | null,
  speech: Speech,
): readonly Fact[] {
  const { say } = speech;
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
            {say("zone of the controller, probably UTC")}
          </span>
        </>
      ),
      title: say("spec.timeZone; the API does not tell the controller's own zone"),
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
    ...(detail ? detailFacts(detail, speech) : []),
  ];
}

function detailFacts(detail: CronJobDetail, { say }: Speech): readonly Fact[] {
  const { lastSuccessful, startingDeadlineSeconds } = detail;
  const { successfulJobsHistoryLimit: good, failedJobsHistoryLimit: bad } = detail;
  return [
    {
      term: say("LAST SUCCESS"),
      value: lastSuccessful === null ? <None /> : <Age of={lastSuccessful} />,
      title: "status.lastSuccessfulTime",
    },
    {
      term: say("CONCURRENCY"),
      value: detail.concurrencyPolicy,
      title: say("spec.concurrencyPolicy: what happens when a run is due while one is active"),
    },
    {
      term: say("STARTING DEADLINE"),
      value:
        startingDeadlineSeconds === null ? <None /> : humanDuration(startingDeadlineSeconds * 1000),
      title: say("spec.startingDeadlineSeconds: how late a run may still start"),
    },
    {
      term: say("HISTORY LIMITS"),
      value: say("{good} successful, {bad} failed", {
        good: good ?? "<none>",
        bad: bad ?? "<none>",
      }),
      title: say(
        "spec.successfulJobsHistoryLimit and failedJobsHistoryLimit: how many Jobs are kept",
      ),
    },
  ];
}
