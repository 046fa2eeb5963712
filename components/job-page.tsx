"use client";

import { type ReactNode, useMemo } from "react";
import { jobActionable } from "#components/actions/actionable";
import { ask } from "#components/actions/question";
import { useRowActions } from "#components/actions/use-row-actions";
import { Conditions } from "#components/conditions";
import { usePodTable } from "#components/detail/child-tables";
import { ChildrenSection } from "#components/detail/children-section";
import type { DetailAction } from "#components/detail/detail-header";
import { DetailPage } from "#components/detail/detail-page";
import { jobFacts } from "#components/detail/job-facts";
import { JobLog } from "#components/detail/job-log";
import { newest } from "#components/detail/newest";
import { showLog } from "#components/detail/shown-log";
import { useChildren } from "#components/detail/use-children";
import { useDetail } from "#components/detail/use-detail";
import { Events } from "#components/events";
import type { Hotkey } from "#components/hotkey";
import { LogsIcon } from "#components/icons";
import { useLanguage } from "#components/language";
import { objectHref } from "#components/list/list-table";
import { IndexSection } from "#components/runs/index-section";
import { failureLimit, indexSentence } from "#components/runs/index-sentence";
import { JobTimeline } from "#components/runs/job-timeline";
import { Because } from "#components/runs/standing";
import { type Indexes, useIndexes } from "#components/runs/use-indexes";
import { Status } from "#components/status";
import type { JobDetail, JobRow } from "#lib/api/rows";
import { isCurrent, viewStateOf } from "#lib/client/view-state";
import { followCommand } from "#lib/line/log-line";
import { isFinished } from "#lib/printers/status";
import { type Text, text } from "#lib/texts/text";

interface Props {
  readonly namespace: string;
  readonly name: string;
}

/** One Job: how it stands and why, its Pods, and the log of all of them or of one. */
export function JobPage(props: Props): ReactNode {
  return <Page key={`${props.namespace}/${props.name}`} {...props} />;
}

const none: readonly never[] = [];
const wholeJob = () => undefined;

function Page({ namespace, name }: Props): ReactNode {
  const speech = useLanguage();
  const { say, tell, sentence } = speech;
  const object = useDetail("job", namespace, name);
  const { known, gone, hold } = object;
  const where = useMemo(() => [namespace], [namespace]);
  const rowActions = useRowActions("jobs", hold, where);
  const pods = known?.tables.pods ?? none;
  const indexes = useIndexes(known, pods);
  const index = indexes?.chosen ?? null;
  const ofIndex = indexes && index !== null ? tell(noPodsOf(indexes, index)) : null;
  const shownPods = useMemo(
    () => (index === null ? pods : pods.filter((pod) => pod.index === index)),
    [pods, index],
  );
  const table = usePodTable(indexes !== null);
  const children = useChildren("pod", table, shownPods, index === null ? wholeJob : newest);

  const [row] = known ? rowActions.expected([known.row]) : [];
  const { openLog, named, letGo } = children;
  const pod = (children.wentTo ?? children.shown)?.name;
  const isKnown = isCurrent(viewStateOf(object.watch, "pods"));
  const noLog = isKnown ? (ofIndex ?? say("The Job has no Pod")) : say("Its Pods are not known");
  const hotkeys = useMemo<readonly Hotkey[]>(
    () => [
      ...children.hotkeys,
      ...(named === null
        ? (indexes?.hotkeys ?? none)
        : [
            { keys: "Escape", does: text("let go of the Pod"), group: "Move" as const, run: letGo },
          ]),
    ],
    [children.hotkeys, named, letGo, indexes?.hotkeys],
  );
  const actions = useMemo<readonly DetailAction[]>(() => {
    if (!row) return [];
    return [
      ...rowActions.actionsOf(jobActionable(row)),
      rowActions.readingLogs(
        {
          id: "logs",
          hotkey: "l",
          label: say("Logs"),
          icon: LogsIcon,
          command: followCommand(
            namespace,
            pod === undefined ? { kind: "job", name } : { kind: "pod", name: pod },
          ),
          unavailable: children.rows.length === 0 ? noLog : undefined,
          run: openLog,
        },
        namespace,
      ),
    ];
  }, [row, rowActions, pod, children.rows.length, noLog, openLog, namespace, name, say]);

  const cronJob = row?.owner?.kind === "CronJob" ? row.owner : null;
  const up = cronJob
    ? objectHref("cronjobs", namespace, cronJob.name)
    : `/jobs?${new URLSearchParams({ ns: namespace })}`;
  const frame = { view: "job", namespace, name, up, wider: "left" } as const;
  if (!known || !row) return <DetailPage {...frame} detail={object} />;

  const { detail } = known;
  const reason = object.watch.data?.beside.reasons.get(row.uid);
  return (
    <DetailPage
      {...frame}
      detail={object}
      hotkeys={hotkeys}
      logOf={children.shown ? { kind: "pod", name: children.shown.name } : { kind: "job", name }}
      header={{
        crumbs: [
          { text: namespace, href: `/jobs?${new URLSearchParams({ ns: namespace })}` },
          ...(cronJob ? [{ text: `cronjob/${cronJob.name}`, href: up }] : []),
          { text: "job" },
        ],
        status: <Status kind="job" word={row.status} pill />,
        tags: [...(detail?.manual ? [say("manual run")] : []), ...(gone ? [say("gone")] : [])],
        sentence:
          indexes || reason ? (
            <>
              {indexes && <IndexStanding indexes={indexes} detail={detail} />}
              {reason && <Because reason={reason} />}
            </>
          ) : null,
        facts: jobFacts(row, detail, speech),
        actions,
      }}
      left={
        <>
          {indexes === null ? null : (
            <IndexSection
              indexes={indexes}
              pods={pods}
              podsKnown={isKnown}
              suspended={row.suspend}
              backoffLimit={detail?.backoffLimitPerIndex ?? null}
              onLogs={(at) => {
                indexes.choose(at);
                showLog();
              }}
              onRunAgain={
                hold === undefined
                  ? (failed) =>
                      ask({
                        verb: "rerun",
                        resource: "jobs",
                        subjects: [jobActionable(row)],
                        indexes: failed,
                      })
                  : undefined
              }
            />
          )}
          <ChildrenSection
            object={object}
            namespace={namespace}
            table={table}
            list={children}
            part={
              index === null
                ? undefined
                : say(" of {total}, index {index}", { total: pods.length, index })
            }
            none={ofIndex === null ? tell(whyNoPods(known.row)) : sentence(ofIndex)}
          />
        </>
      }
      more={
        <>
          <JobTimeline row={known.row} conditions={detail?.conditions ?? []} pods={pods} />
          <Conditions conditions={detail?.conditions ?? []} />
          <Events watch={object.watch} namespace={namespace} />
        </>
      }
      log={
        <JobLog
          job={known.row}
          reason={reason}
          pods={pods}
          list={children}
          index={index}
          noneOfIndex={ofIndex}
          podsKnown={isKnown}
          zone={known.tables.cronjobs?.[0]?.timeZone ?? null}
          onWhole={() => {
            indexes?.letGo();
            letGo();
            showLog();
          }}
        />
      }
    />
  );
}

/** How the indexes of the Job stand, and what more failures of them will do. */
function IndexStanding(props: {
  readonly indexes: Indexes;
  readonly detail: JobDetail | null;
}): ReactNode {
  const { tell } = useLanguage();
  const { standings, over } = props.indexes;
  const limit = props.detail && failureLimit(props.detail, over);
  return (
    <>
      <b>{tell(indexSentence(standings, over))}</b> {limit === null ? null : <>{tell(limit)} </>}
    </>
  );
}

function noPodsOf({ standings }: Indexes, index: number): Text {
  return text(
    standings.standingOf(index).state === "none"
      ? "Index {index} has no Pod"
      : "The Pods of index {index} are gone, and their logs with them",
    { index },
  );
}

function whyNoPods(job: JobRow): Text {
  if (job.suspend) return text("None: a suspended Job has no Pods.");
  return isFinished(job)
    ? text("None are left: they were deleted, or their node is gone.")
    : text("None yet.");
}
