"use client";

import type { ReactNode } from "react";
import { type Fact, None } from "#components/detail/facts";
import { type Speech, useLanguage } from "#components/language";
import { Age, Ticking, Until } from "#components/time";
import type { JobDetail, JobRow } from "#lib/api/rows";
import { jobColumns } from "#lib/printers/columns";
import { isFinished } from "#lib/printers/status";
import { clauses } from "#lib/texts/clauses";
import { text } from "#lib/texts/text";
import { humanDuration } from "#lib/time/duration";

/** kubectl's columns of a Job, then what its spec and status add. */
export function jobFacts(row: JobRow, detail: JobDetail | null, speech: Speech): readonly Fact[] {
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
    ...(detail ? detailFacts(row, detail, speech) : []),
  ];
}

function detailFacts(row: JobRow, detail: JobDetail, { say, tell }: Speech): readonly Fact[] {
  const { active, ready, succeeded, failed, terminating, activeDeadlineSeconds } = detail;
  const counts = [
    text("{count} active", { count: active }),
    ...(active > 0 ? [text("{count} ready", { count: ready })] : []),
    text("{count} succeeded", { count: succeeded }),
    text("{count} failed", { count: failed }),
    ...(terminating > 0 ? [text("{count} terminating", { count: terminating })] : []),
  ];
  return [
    { term: say("PARALLELISM"), value: detail.parallelism ?? <None /> },
    { term: say("PODS"), value: tell(clauses(counts)) },
    {
      term: say("BACKOFF LIMIT"),
      value: detail.backoffLimit ?? <None />,
      title: say("spec.backoffLimit: failed Pods are replaced this often"),
    },
    ...(detail.backoffLimitPerIndex === null
      ? []
      : [
          {
            term: say("BACKOFF PER INDEX"),
            value: detail.backoffLimitPerIndex,
            title: say("spec.backoffLimitPerIndex: each index is tried again this often"),
          },
        ]),
    ...(detail.maxFailedIndexes === null
      ? []
      : [
          {
            term: say("MAX FAILED INDEXES"),
            value: detail.maxFailedIndexes,
            title: say("spec.maxFailedIndexes: once more have failed, so has the Job"),
          },
        ]),
    {
      term: say("ACTIVE DEADLINE"),
      value:
        activeDeadlineSeconds === null ? (
          <None />
        ) : (
          <Deadline row={row} seconds={activeDeadlineSeconds} />
        ),
      title: say("spec.activeDeadlineSeconds, from the start of the Job"),
    },
    {
      term: say("TTL AFTER FINISHED"),
      value: <Ttl row={row} seconds={detail.ttlSecondsAfterFinished} detail={detail} />,
      title: say("spec.ttlSecondsAfterFinished: when the Job is deleted"),
    },
    ...(["", "NonIndexed", "Indexed"].includes(detail.completionMode)
      ? []
      : [{ term: say("COMPLETION MODE"), value: detail.completionMode }]),
  ];
}

function Deadline({ row, seconds }: { readonly row: JobRow; readonly seconds: number }): ReactNode {
  const { rich } = useLanguage();
  const length = humanDuration(seconds * 1000);
  if (row.started === null || isFinished(row)) return length;
  return rich("{length}, ends in {time}", {
    length,
    time: <Until ms={Date.parse(row.started) + seconds * 1000} />,
  });
}

function Ttl(props: {
  readonly row: JobRow;
  readonly seconds: number | null;
  readonly detail: JobDetail;
}): ReactNode {
  const { row, seconds, detail } = props;
  const { rich } = useLanguage();
  if (seconds === null) return <None />;
  const end = detail.conditions.find(
    ({ type, status }) => status === "True" && (type === "Complete" || type === "Failed"),
  )?.since;
  const length = humanDuration(seconds * 1000);
  if (!isFinished(row) || !end) return length;
  return rich("{length}, deleted in {time}", {
    length,
    time: <Until ms={Date.parse(end) + seconds * 1000} />,
  });
}
