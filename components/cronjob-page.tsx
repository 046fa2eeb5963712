"use client";

import { type ReactNode, useMemo } from "react";
import { useJobTable } from "#components/detail/child-tables";
import { cronJobFacts, ScheduleWords } from "#components/detail/cronjob-facts";
import type { DetailAction } from "#components/detail/detail-header";
import { DetailPage } from "#components/detail/detail-page";
import { newest } from "#components/detail/newest";
import { NoLog, PodLog } from "#components/detail/pod-log";
import { RowTable } from "#components/detail/row-table";
import { Nothing, Section } from "#components/detail/section";
import { useChildren } from "#components/detail/use-children";
import { useDetail } from "#components/detail/use-detail";
import { Events } from "#components/events";
import { LogsIcon } from "#components/icons";
import { Status } from "#components/status";
import { useSuspension } from "#components/suspension";
import type { JobRow, PodRow } from "#lib/api/rows";

interface Props {
  readonly namespace: string;
  readonly name: string;
}

/** One CronJob: when it runs, its Jobs, and the log of the newest Pod of one of them. */
export function CronJobPage(props: Props): ReactNode {
  return <Page key={`${props.namespace}/${props.name}`} {...props} />;
}

const none: readonly never[] = [];
const notGone: ReadonlySet<string> = new Set();

function Page({ namespace, name }: Props): ReactNode {
  const object = useDetail("cronjob", namespace, name);
  const { known, gone, hold, state } = object;
  const suspension = useSuspension("cronjobs", hold);
  const jobs = known?.tables.jobs ?? none;
  const table = useJobTable();
  const children = useChildren("job", table, jobs);
  const { openLog, shown } = children;

  const [row] = known ? suspension.expected([known.row]) : [];
  const actions = useMemo<readonly DetailAction[]>(() => {
    if (!row) return [];
    return [
      suspension.actionOf(row),
      {
        id: "logs",
        hotkey: "l",
        label: "Logs",
        icon: LogsIcon,
        command: shown
          ? `kubectl logs -f job/${shown.name} -n ${namespace}`
          : `kubectl get jobs -n ${namespace} | grep '^${name}-'`,
        unavailable: shown ? undefined : "The CronJob has no Job",
        run: openLog,
      },
    ];
  }, [row, suspension, shown, openLog, namespace, name]);

  const up = `/cronjobs?${new URLSearchParams({ ns: namespace })}`;
  const frame = { view: "cronjob", namespace, name, up, wider: "left" } as const;
  if (!known || !row) return <DetailPage {...frame} detail={object} />;

  const { detail, tables } = known;
  return (
    <DetailPage
      {...frame}
      detail={object}
      hotkeys={children.hotkeys}
      undo={suspension.undo}
      header={{
        crumbs: [{ text: namespace, href: up }, { text: "cronjob" }],
        status: row.suspend ? <Status kind="cronjob" word="Suspended" form="hold" pill /> : null,
        tags: gone ? ["gone"] : [],
        sentence: <ScheduleWords row={row} />,
        facts: cronJobFacts(row, detail),
        actions,
      }}
      left={
        <Section title="Jobs" note={jobs.length === 0 ? undefined : String(jobs.length)}>
          {jobs.length === 0 ? (
            <Nothing>
              {tables.jobs === undefined || state === "syncing"
                ? "They are being listed."
                : "None: it has not run yet, or its Jobs were deleted."}
            </Nothing>
          ) : (
            <RowTable
              table={table}
              rows={children.rows}
              cursor={children.cursor}
              onSelect={children.select}
              gone={gone ? new Set(jobs.map(({ uid }) => uid)) : notGone}
              busy={state === "syncing"}
            />
          )}
        </Section>
      }
      more={<Events object={{ kind: "cronjob", namespace, name }} uid={row.uid} row={known.row} />}
      log={<Log job={shown} pods={tables.pods ?? none} />}
    />
  );
}

function Log(props: {
  readonly job: JobRow | undefined;
  readonly pods: readonly PodRow[];
}): ReactNode {
  const { job, pods } = props;
  if (!job) return <NoLog>It begins with the first Job.</NoLog>;
  const pod = newest(pods.filter(({ owner }) => owner?.uid === job.uid));
  if (!pod) {
    return (
      <NoLog>
        <span className="font-mono">job/{job.name}</span> has no Pod, and a log goes with its Pod.
      </NoLog>
    );
  }
  return <PodLog key={pod.uid} pod={pod} containers={[]} restarts={pod.restarts} titled />;
}
