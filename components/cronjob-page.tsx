"use client";

import { type ReactNode, useMemo } from "react";
import { cronJobActionable } from "#components/actions/actionable";
import { SuspensionNote } from "#components/actions/suspension-note";
import { useRowActions } from "#components/actions/use-row-actions";
import { useJobTable } from "#components/detail/child-tables";
import { ChildrenSection } from "#components/detail/children-section";
import { cronJobFacts, ScheduleWords } from "#components/detail/cronjob-facts";
import type { DetailAction } from "#components/detail/detail-header";
import { DetailPage } from "#components/detail/detail-page";
import { newest } from "#components/detail/newest";
import { NoLog, PodLog } from "#components/detail/pod-log";
import { Section } from "#components/detail/section";
import { useChildren } from "#components/detail/use-children";
import { useDetail } from "#components/detail/use-detail";
import { Events } from "#components/events";
import { LogsIcon } from "#components/icons";
import { DurationChart } from "#components/runs/duration-chart";
import { MissedTable } from "#components/runs/missed-table";
import { Standing } from "#components/runs/standing";
import { Upcoming } from "#components/runs/upcoming-runs";
import { Status } from "#components/status";
import type { TableName } from "#lib/api/frames";
import type { JobRow, PodRow } from "#lib/api/rows";
import { withReasons } from "#lib/client/beside-rows";
import type { WatchView } from "#lib/client/use-watch";
import { isCurrent, viewStateOf } from "#lib/client/view-state";
import { stripText } from "#lib/printers/outlook-columns";

interface Props {
  readonly namespace: string;
  readonly name: string;
}

/** One CronJob: when it runs, its Jobs, and the log of the newest Pod of one of them. */
export function CronJobPage(props: Props): ReactNode {
  return <Page key={`${props.namespace}/${props.name}`} {...props} />;
}

const none: readonly never[] = [];

function Page({ namespace, name }: Props): ReactNode {
  const object = useDetail("cronjob", namespace, name);
  const { known, gone, hold } = object;
  const where = useMemo(() => [namespace], [namespace]);
  const rowActions = useRowActions("cronjobs", hold, where);
  const beside = object.watch.data?.beside;
  const listed = known?.tables.jobs ?? none;
  const jobs = useMemo(() => withReasons(listed, beside?.reasons), [listed, beside?.reasons]);
  const table = useJobTable();
  const pods = known?.tables.pods ?? none;
  // The next run's Pod is a moment behind its Job, and nobody who reads the last one's log is served
  // by an empty one.
  const children = useChildren("job", table, jobs, (job) => pods.some((pod) => isOf(pod, job)));
  const { openLog, shown } = children;
  const chosen = children.cursor.row?.name;
  const isKnown = isCurrent(viewStateOf(object.watch, "jobs"));
  const noLog = isKnown ? "The CronJob has no Job" : "Its Jobs are not known";

  const [row] = known ? rowActions.expected([known.row]) : [];
  const outlook = row && beside?.outlooks.get(row.uid);
  const actions = useMemo<readonly DetailAction[]>(() => {
    if (!row) return [];
    return [
      ...rowActions.actionsOf(cronJobActionable(outlook ? { ...row, outlook } : row)),
      rowActions.readingLogs(
        {
          id: "logs",
          hotkey: "l",
          label: "Logs",
          icon: LogsIcon,
          command:
            chosen === undefined
              ? `kubectl get jobs -n ${namespace}`
              : `kubectl logs -f job/${chosen} -n ${namespace}`,
          unavailable: chosen === undefined ? noLog : undefined,
          run: openLog,
        },
        namespace,
      ),
    ];
  }, [row, outlook, rowActions, chosen, noLog, openLog, namespace]);

  const up = `/cronjobs?${new URLSearchParams({ ns: namespace })}`;
  const frame = { view: "cronjob", namespace, name, up, wider: "left" } as const;
  if (!known || !row) return <DetailPage {...frame} detail={object} />;

  const { detail } = known;
  const history = beside?.histories.get(row.uid);
  return (
    <DetailPage
      {...frame}
      detail={object}
      hotkeys={children.hotkeys}
      header={{
        crumbs: [{ text: namespace, href: up }, { text: "cronjob" }],
        status: row.suspend ? <Status kind="cronjob" word="Suspended" form="hold" pill /> : null,
        tags: gone ? ["gone"] : [],
        sentence: (
          <>
            <ScheduleWords row={row} />
            {outlook?.suspension && row.suspend ? (
              <SuspensionNote suspension={outlook.suspension} />
            ) : null}
            {outlook ? <Standing outlook={outlook} /> : null}
          </>
        ),
        facts: cronJobFacts(row, detail),
        actions,
      }}
      left={
        <>
          {outlook ? (
            <Section title="Runs" note={stripText(outlook.strip)}>
              <DurationChart namespace={namespace} outlook={outlook} />
            </Section>
          ) : null}
          <ChildrenSection
            object={object}
            namespace={namespace}
            table={table}
            list={children}
            none="None: it has not run yet, or its Jobs were deleted."
          />
        </>
      }
      more={
        <>
          {outlook ? <Upcoming next={outlook.next} upcoming={history?.upcoming} /> : null}
          {history && outlook ? (
            <MissedTable missed={history.missed} zone={outlook.zone.name} />
          ) : null}
          <Events watch={object.watch} />
        </>
      }
      log={<Log job={shown} pods={pods} watch={object.watch} />}
    />
  );
}

function isOf({ owner }: PodRow, job: JobRow): boolean {
  return owner?.uid === job.uid;
}

const unknown = "A log goes with its Pod, and of those nothing is known yet.";

function Log(props: {
  readonly job: JobRow | undefined;
  readonly pods: readonly PodRow[];
  readonly watch: WatchView;
}): ReactNode {
  const { job, pods, watch } = props;
  const isKnown = (table: TableName) => isCurrent(viewStateOf(watch, table));
  if (!job) return <NoLog>{isKnown("jobs") ? "It begins with the first Job." : unknown}</NoLog>;
  const pod = newest(pods.filter((pod) => isOf(pod, job)));
  if (!pod && !isKnown("pods")) return <NoLog>{unknown}</NoLog>;
  if (!pod) {
    return (
      <NoLog>
        <span className="font-mono">job/{job.name}</span> has no Pod, and a log goes with its Pod.
      </NoLog>
    );
  }
  return <PodLog pod={pod} containers={[]} titled />;
}
