"use client";

import type { ReactNode } from "react";
import { type Fact, None } from "#components/detail/facts";
import { Age, Ticking, Until } from "#components/time";
import type { JobDetail, JobRow } from "#lib/api/rows";
import { jobColumns } from "#lib/printers/columns";
import { isFinished } from "#lib/printers/status";
import { humanDuration } from "#lib/time/duration";

/** kubectl's columns of a Job, then what its spec and status add. */
export function jobFacts(row: JobRow, detail: JobDetail | null): readonly Fact[] {
  const duration = jobColumns.find(({ id }) => id === "duration");
  return [
    { term: "COMPLETIONS", value: row.completions },
    {
      term: "DURATION",
      value:
        row.started === null || !duration ? (
          <None />
        ) : (
          <Ticking text={(now) => duration.text(row, now)} />
        ),
    },
    { term: "AGE", value: <Age of={row.created} /> },
    ...(detail ? detailFacts(row, detail) : []),
  ];
}

function detailFacts(row: JobRow, detail: JobDetail): readonly Fact[] {
  const { active, ready, succeeded, failed, terminating, activeDeadlineSeconds } = detail;
  const counts = [
    `${active} active`,
    ...(active > 0 ? [`${ready} ready`] : []),
    `${succeeded} succeeded`,
    `${failed} failed`,
    ...(terminating > 0 ? [`${terminating} terminating`] : []),
  ];
  return [
    { term: "PARALLELISM", value: detail.parallelism ?? <None /> },
    { term: "PODS", value: counts.join(", ") },
    {
      term: "BACKOFF LIMIT",
      value: detail.backoffLimit ?? <None />,
      title: "spec.backoffLimit: failed Pods are replaced this often",
    },
    ...(detail.backoffLimitPerIndex === null
      ? []
      : [
          {
            term: "BACKOFF PER INDEX",
            value: detail.backoffLimitPerIndex,
            title: "spec.backoffLimitPerIndex: each index is tried again this often",
          },
        ]),
    ...(detail.maxFailedIndexes === null
      ? []
      : [
          {
            term: "MAX FAILED INDEXES",
            value: detail.maxFailedIndexes,
            title: "spec.maxFailedIndexes: once more have failed, so has the Job",
          },
        ]),
    {
      term: "ACTIVE DEADLINE",
      value:
        activeDeadlineSeconds === null ? (
          <None />
        ) : (
          <Deadline row={row} seconds={activeDeadlineSeconds} />
        ),
      title: "spec.activeDeadlineSeconds, from the start of the Job",
    },
    {
      term: "TTL AFTER FINISHED",
      value: <Ttl row={row} seconds={detail.ttlSecondsAfterFinished} detail={detail} />,
      title: "spec.ttlSecondsAfterFinished: when the Job is deleted",
    },
    ...(["", "NonIndexed", "Indexed"].includes(detail.completionMode)
      ? []
      : [{ term: "COMPLETION MODE", value: detail.completionMode }]),
  ];
}

function Deadline({ row, seconds }: { readonly row: JobRow; readonly seconds: number }): ReactNode {
  const length = humanDuration(seconds * 1000);
  if (row.started === null || isFinished(row)) return length;
  return (
    <>
      {length}, ends in <Until ms={Date.parse(row.started) + seconds * 1000} />
    </>
  );
}

function Ttl(props: {
  readonly row: JobRow;
  readonly seconds: number | null;
  readonly detail: JobDetail;
}): ReactNode {
  const { row, seconds, detail } = props;
  if (seconds === null) return <None />;
  const end = detail.conditions.find(
    ({ type, status }) => status === "True" && (type === "Complete" || type === "Failed"),
  )?.since;
  const length = humanDuration(seconds * 1000);
  if (!isFinished(row) || !end) return length;
  return (
    <>
      {length}, deleted in <Until ms={Date.parse(end) + seconds * 1000} />
    </>
  );
}
