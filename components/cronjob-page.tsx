"use client";

import { type ReactNode, useMemo } from "react";
import { cronJobActionable } from "#components/actions/actionable";
import { SuspensionNote } from "#components/actions/suspension-note";
import { useRowActions } from "#components/actions/use-row-actions";
import { useJobTable } from "#components/detail/child-tables";
import { ChildrenSection } from "#components/detail/children-section";
import { cronJobFacts } from "#components/detail/cronjob-facts";
import { CronJobLog, useRuns } from "#components/detail/cronjob-log";
import type { DetailAction } from "#components/detail/detail-header";
import { DetailPage } from "#components/detail/detail-page";
import { newest } from "#components/detail/newest";
import { ScheduleWords } from "#components/detail/schedule-words";
import { Section } from "#components/detail/section";
import { showLog } from "#components/detail/shown-log";
import { useChildren } from "#components/detail/use-children";
import { useDetail } from "#components/detail/use-detail";
import { Events } from "#components/events";
import { LogsIcon } from "#components/icons";
import { useLanguage } from "#components/language";
import { DurationChart } from "#components/runs/duration-chart";
import { MissedTable } from "#components/runs/missed-table";
import { Standing } from "#components/runs/standing";
import { Upcoming } from "#components/runs/upcoming-runs";
import { Status } from "#components/status";
import { withReasons } from "#lib/client/beside-rows";
import { isCurrent, viewStateOf } from "#lib/client/view-state";
import { followCommand } from "#lib/line/log-line";
import { stripText } from "#lib/printers/outlook-columns";

interface Props {
  readonly namespace: string;
  readonly name: string;
}

/** One CronJob: when it runs, its Jobs, and the log of one of them or of the last few. */
export function CronJobPage(props: Props): ReactNode {
  return <Page key={`${props.namespace}/${props.name}`} {...props} />;
}

const none: readonly never[] = [];

function Page({ namespace, name }: Props): ReactNode {
  const speech = useLanguage();
  const { say, tell } = speech;
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
  const children = useChildren("job", table, jobs, (rows) => {
    const read = new Set(pods.map(({ owner }) => owner?.uid));
    return newest(rows.filter(({ uid }) => read.has(uid))) ?? newest(rows);
  });
  const runs = useRuns();
  const { openLog, named, select, wentTo } = children;
  const several = wentTo === undefined && named === null && runs.count > 1;
  const chosen = (wentTo ?? children.shown)?.name;
  const isKnown = isCurrent(viewStateOf(object.watch, "jobs"));
  const noLog = isKnown ? say("The CronJob has no Job") : say("Its Jobs are not known");

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
          label: say("Logs"),
          icon: LogsIcon,
          command:
            several || chosen === undefined
              ? followCommand(namespace, { kind: "cronjob", name, runs: runs.count })
              : followCommand(namespace, { kind: "job", name: chosen }),
          unavailable: chosen === undefined ? noLog : undefined,
          run: openLog,
        },
        namespace,
      ),
    ];
  }, [row, outlook, rowActions, several, runs.count, chosen, noLog, openLog, namespace, name, say]);

  const up = `/cronjobs?${new URLSearchParams({ ns: namespace })}`;
  const frame = { view: "cronjob", namespace, name, up, wider: "left" } as const;
  if (!known || !row) return <DetailPage {...frame} detail={object} />;

  const { detail } = known;
  const showRun = (run: string) => {
    const job = jobs.find((job) => job.name === run);
    if (job) select(job.uid);
    showLog();
  };
  const history = beside?.histories.get(row.uid);
  return (
    <DetailPage
      {...frame}
      detail={object}
      hotkeys={children.hotkeys}
      logOf={
        named === null ? { kind: "cronjob", name, runs: runs.count } : { kind: "job", name: named }
      }
      header={{
        crumbs: [{ text: namespace, href: up }, { text: "cronjob" }],
        status: row.suspend ? (
          <Status kind="cronjob" word={say("Suspended")} form="hold" pill />
        ) : null,
        tags: gone ? [say("gone")] : [],
        sentence: (
          <>
            <ScheduleWords row={row} />
            {outlook?.suspension && row.suspend ? (
              <SuspensionNote suspension={outlook.suspension} />
            ) : null}
            {outlook ? <Standing outlook={outlook} /> : null}
          </>
        ),
        facts: cronJobFacts(row, detail, speech),
        actions,
      }}
      left={
        <>
          {outlook ? (
            <Section title={say("Runs")} note={tell(stripText(outlook.strip))}>
              <DurationChart namespace={namespace} outlook={outlook} onOpen={showRun} />
            </Section>
          ) : null}
          <ChildrenSection
            object={object}
            namespace={namespace}
            table={table}
            list={children}
            none={say("None: it has not run yet, or its Jobs were deleted.")}
          />
        </>
      }
      more={
        <>
          {outlook ? <Upcoming next={outlook.next} upcoming={history?.upcoming} /> : null}
          {history && outlook ? (
            <MissedTable missed={history.missed} zone={outlook.zone.name} />
          ) : null}
          <Events watch={object.watch} namespace={namespace} />
        </>
      }
      log={
        <CronJobLog
          cronJob={known.row}
          list={children}
          pods={pods}
          runs={runs}
          jobsKnown={isKnown}
          podsKnown={isCurrent(viewStateOf(object.watch, "pods"))}
        />
      }
    />
  );
}
