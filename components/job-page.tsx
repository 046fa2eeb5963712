"use client";

import { type ReactNode, useMemo } from "react";
import { Conditions } from "#components/conditions";
import { usePodTable } from "#components/detail/child-tables";
import type { DetailAction } from "#components/detail/detail-header";
import { DetailPage } from "#components/detail/detail-page";
import { isFinished, jobFacts } from "#components/detail/job-facts";
import { NoLog, PodLog } from "#components/detail/pod-log";
import { RowTable } from "#components/detail/row-table";
import { Nothing, Section } from "#components/detail/section";
import { useChildren } from "#components/detail/use-children";
import { type ObjectDetail, useDetail } from "#components/detail/use-detail";
import { whyJob } from "#components/detail/why";
import { Events } from "#components/events";
import { LogsIcon } from "#components/icons";
import { objectHref } from "#components/list/list-table";
import { Status } from "#components/status";
import { useSuspension } from "#components/suspension";
import type { PodRow } from "#lib/api/rows";

interface Props {
  readonly namespace: string;
  readonly name: string;
}

/** One Job: how it stands and why, its Pods, and the log of one of them. */
export function JobPage(props: Props): ReactNode {
  return <Page key={`${props.namespace}/${props.name}`} {...props} />;
}

const none: readonly never[] = [];

function Page({ namespace, name }: Props): ReactNode {
  const object = useDetail("job", namespace, name);
  const { known, gone, hold } = object;
  const suspension = useSuspension("jobs", hold);
  const pods = known?.tables.pods ?? none;
  const table = usePodTable();
  const children = useChildren("pod", table, pods);

  const [row] = known ? suspension.expected([known.row]) : [];
  const { openLog, shown } = children;
  const actions = useMemo<readonly DetailAction[]>(() => {
    if (!row) return [];
    return [
      ...(isFinished(row) ? [] : [suspension.actionOf(row)]),
      {
        id: "logs",
        hotkey: "l",
        label: "Logs",
        icon: LogsIcon,
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
  const frame = { view: "job", namespace, name, up, wider: "left" } as const;
  if (!known || !row) return <DetailPage {...frame} detail={object} />;

  const { detail } = known;
  const why = whyJob(known.row, detail?.conditions ?? [], pods);
  return (
    <DetailPage
      {...frame}
      detail={object}
      hotkeys={children.hotkeys}
      undo={suspension.undo}
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
        facts: jobFacts(row, detail),
        actions,
      }}
      left={
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
            />
          )}
        </Section>
      }
      more={
        <>
          <Conditions conditions={detail?.conditions ?? []} />
          <Events object={{ kind: "job", namespace, name }} uid={row.uid} row={known.row} />
        </>
      }
      log={<Log pod={shown} />}
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
  return isFinished(known.row)
    ? "None are left: they were deleted, or their node is gone."
    : "None yet.";
}
