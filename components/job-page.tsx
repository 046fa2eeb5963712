"use client";

import { ScrollText } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { Conditions } from "#components/conditions";
import { usePodTable } from "#components/detail/child-tables";
import type { DetailAction } from "#components/detail/detail-header";
import { DetailPage } from "#components/detail/detail-page";
import { type Fact, None } from "#components/detail/facts";
import { NoLog, PodLog } from "#components/detail/pod-log";
import { RowTable } from "#components/detail/row-table";
import { Nothing, Section } from "#components/detail/section";
import { useChildren } from "#components/detail/use-children";
import { type ObjectDetail, useDetail } from "#components/detail/use-detail";
import { whyJob } from "#components/detail/why";
import { Events } from "#components/events";
import { objectHref } from "#components/list/list-table";
import { Status } from "#components/status";
import { useSuspension } from "#components/suspension";
import { Age, Ticking, Until } from "#components/time";
import type { JobDetail, JobRow, PodRow } from "#lib/api/rows";
import { jobColumns } from "#lib/printers/columns";
import { humanDuration } from "#lib/time/duration";

interface Props {
  readonly namespace: string;
  readonly name: string;
}

/** One Job: how it stands and why, its Pods, and the log of one of them. */
export function JobPage(props: Props): ReactNode {
  return <Page key={`${props.namespace}/${props.name}`} {...props} />;
}

/** What a Job cannot come back from. */
const finished = new Set(["Complete", "Failed", "FailureTarget", "SuccessCriteriaMet"]);
const none: readonly never[] = [];

function Page({ namespace, name }: Props): ReactNode {
  const object = useDetail("job", namespace, name);
  const { known, gone, hold } = object;
  const suspension = useSuspension("jobs", hold);
  const pods = known?.tables.pods ?? none;
  const [, setMarked] = useState<string | null>(null);
  const table = usePodTable(selectAndShow);
  const children = useChildren("pod", table, pods);
  function selectAndShow(uid: string) {
    children.select(uid);
  }

  const [row] = known ? suspension.expected([known.row]) : [];
  const { openLog, shown } = children;
  const actions = useMemo<readonly DetailAction[]>(() => {
    if (!row) return [];
    return [
      ...(finished.has(row.status) ? [] : [suspension.actionOf(row)]),
      {
        id: "logs",
        hotkey: "l",
        label: "Logs",
        icon: ScrollText,
        command: shown
          ? `kubectl logs -f ${shown.name} -n ${namespace}`
          : `kubectl logs -f job/${name} -n ${namespace}`,
        unavailable: shown ? undefined : "The Job has no Pod",
        run: openLog,
      },
    ];
  }, [row, suspension, shown, openLog, namespace, name]);

  const cronJob = row?.owner?.kind === "CronJob" ? row.owner : null;
  const up = cronJob
    ? objectHref("cronjobs", namespace, cronJob.name)
    : `/jobs?${new URLSearchParams({ ns: namespace })}`;
  const frame = { view: "job", namespace, name, up, columns: "left" } as const;
  if (!known || !row) return <DetailPage {...frame} detail={object} />;

  const { detail } = known;
  const why = whyJob(known.row, detail?.conditions ?? [], pods);
  return (
    <DetailPage
      {...frame}
      detail={object}
      hotkeys={children.hotkeys}
      header={{
        crumbs: [
          { text: namespace, href: `/jobs?${new URLSearchParams({ ns: namespace })}` },
          ...(cronJob ? [{ text: `cronjob/${cronJob.name}`, href: up }] : []),
          { text: "job" },
        ],
        status: <Status kind="job" word={row.status} pill />,
        tags: [...(detail?.manual ? ["manual run"] : []), ...(gone ? ["gone"] : [])],
        sentence: why && (
          <>
            <b>{why.word}:</b> {why.text}
          </>
        ),
        facts: factsOf(row, detail),
        actions,
      }}
      left={
        <>
          <Section title="Pods" note={countOf(pods)}>
            {pods.length === 0 ? (
              <Nothing>{noPods(object)}</Nothing>
            ) : (
              <RowTable
                table={table}
                rows={children.rows}
                cursor={children.cursor}
                onSelect={children.select}
                gone={gone ? new Set(pods.map(({ uid }) => uid)) : notGone}
                busy={object.state === "syncing"}
                onActionShown={setMarked}
              />
            )}
          </Section>
          <Conditions conditions={detail?.conditions ?? []} />
          <Events object={{ kind: "job", namespace, name }} uid={row.uid} row={known.row} />
        </>
      }
      right={<Log pod={shown} />}
    />
  );
}

const notGone: ReadonlySet<string> = new Set();

function Log({ pod }: { readonly pod: PodRow | undefined }): ReactNode {
  if (!pod) return <NoLog>It begins with the first Pod.</NoLog>;
  return <PodLog key={pod.uid} pod={pod} containers={[]} restarts={pod.restarts} titled />;
}

function countOf(pods: readonly PodRow[]): string | undefined {
  return pods.length === 0 ? undefined : String(pods.length);
}

function noPods({ known, state }: ObjectDetail<"job">): string {
  if (known?.tables.pods === undefined || state === "syncing") return "They are being listed.";
  if (known.row.suspend) return "None: a suspended Job has no Pods.";
  return finished.has(known.row.status)
    ? "None are left: they were deleted, or their node is gone."
    : "None yet.";
}

function factsOf(row: JobRow, detail: JobDetail | null): readonly Fact[] {
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
    ...(detail.completionMode === "NonIndexed" || detail.completionMode === ""
      ? []
      : [{ term: "COMPLETION MODE", value: detail.completionMode }]),
  ];
}

function Deadline({ row, seconds }: { readonly row: JobRow; readonly seconds: number }): ReactNode {
  const length = humanDuration(seconds * 1000);
  if (row.started === null || finished.has(row.status)) return length;
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
  if (!finished.has(row.status) || !end) return length;
  return (
    <>
      {length}, deleted in <Until ms={Date.parse(end) + seconds * 1000} />
    </>
  );
}
