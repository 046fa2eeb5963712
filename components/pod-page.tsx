"use client";

import { type ReactNode, useMemo } from "react";
import { podActionable } from "#components/actions/actionable";
import { useRowActions } from "#components/actions/use-row-actions";
import { Conditions } from "#components/conditions";
import { Containers } from "#components/containers";
import { awaitedPod } from "#components/detail/awaited-pod";
import type { DetailAction } from "#components/detail/detail-header";
import { DetailPage } from "#components/detail/detail-page";
import { type Fact, None } from "#components/detail/facts";
import { containerChoices } from "#components/detail/log-containers";
import { Nothing, Section } from "#components/detail/section";
import { ShownLog, showLog } from "#components/detail/shown-log";
import { isAwaited, useDetail } from "#components/detail/use-detail";
import { Events } from "#components/events";
import { LogsIcon } from "#components/icons";
import { useLanguage } from "#components/language";
import { objectHref } from "#components/list/list-table";
import { useLogSettings } from "#components/log/use-log-settings";
import { PodSpec } from "#components/pod-spec";
import { Because } from "#components/runs/standing";
import { Status } from "#components/status";
import { Age, Ticking } from "#components/time";
import type { LogBeginning } from "#lib/api/log-beginning";
import type { PodDetail, PodRow } from "#lib/api/rows";
import { followCommand } from "#lib/line/log-line";
import { podColumns } from "#lib/printers/columns";
import { text } from "#lib/texts/text";

interface Props {
  readonly namespace: string;
  readonly name: string;
  /** How its log ends, as the page came with it. */
  readonly log?: LogBeginning | null;
}

/** One Pod: how it and its containers stand and why, and the log of one of them or of all. */
export function PodPage(props: Props): ReactNode {
  return <Page key={`${props.namespace}/${props.name}`} {...props} />;
}

const none: readonly never[] = [];

function Page({ namespace, name, log }: Props): ReactNode {
  const { say } = useLanguage();
  const object = useDetail("pod", namespace, name);
  const { known, gone, hold } = object;
  const where = useMemo(() => [namespace], [namespace]);
  const rowActions = useRowActions("pods", hold, where);
  const seen = known?.row;
  const [settings, setSettings] = useLogSettings();
  const containers = known?.detail?.containers ?? none;
  const shown = settings.container ?? known?.row.defaultContainer ?? "";

  const actions = useMemo<readonly DetailAction[]>(
    () => [
      rowActions.readingLogs(
        {
          id: "logs",
          hotkey: "l",
          label: text("Logs"),
          icon: LogsIcon,
          command: followCommand(namespace, { kind: "pod", name }, shown),
          run: showLog,
        },
        namespace,
      ),
      ...(seen ? rowActions.actionsOf(podActionable(seen)) : []),
    ],
    [name, namespace, shown, seen, rowActions],
  );

  const owner = known?.row.owner ?? null;
  const job = owner?.kind === "Job" ? owner : null;
  const up = job
    ? objectHref("jobs", namespace, job.name)
    : `/pods?${new URLSearchParams({ ns: namespace })}`;
  const frame = { view: "pod", namespace, name, up, wider: "log" } as const;
  if (!known) {
    const list = `/pods?${new URLSearchParams({ ns: namespace })}`;
    const awaited =
      log && isAwaited(object, "pods")
        ? awaitedPod({ namespace, name, list, actions, beginning: log })
        : {};
    return <DetailPage {...frame} {...awaited} detail={object} />;
  }

  const { row, detail, tables } = known;
  const cronJob = tables.jobs?.find(({ uid }) => uid === job?.uid)?.owner;
  const reason = object.watch.data?.beside.reasons.get(row.uid);
  return (
    <DetailPage
      {...frame}
      detail={object}
      logOf={{ kind: "pod", name }}
      header={{
        crumbs: [
          { text: namespace, href: `/pods?${new URLSearchParams({ ns: namespace })}` },
          ...(cronJob?.kind === "CronJob"
            ? [
                {
                  text: `cronjob/${cronJob.name}`,
                  href: objectHref("cronjobs", namespace, cronJob.name),
                },
              ]
            : []),
          ...(job ? [{ text: `job/${job.name}`, href: up }] : []),
          { text: "pod" },
        ],
        status: <Status kind="pod" word={row.status} pill />,
        tags: gone ? [text("gone")] : [],
        sentence: reason ? <Because reason={reason} /> : null,
        facts: podFacts(row, detail),
        actions,
      }}
      left={
        detail === null ? (
          <Section title={say("Containers")}>
            <Nothing>{say("They are being read.")}</Nothing>
          </Section>
        ) : (
          <Containers
            containers={containers}
            shown={shown}
            showsPrevious={settings.previous}
            onShow={(chosen, previous) => {
              setSettings({ container: chosen, previous, follow: true });
              showLog();
            }}
          />
        )
      }
      more={
        <>
          <PodSpec namespace={namespace} name={name} uid={row.uid} />
          <Conditions conditions={detail?.conditions ?? none} />
          <Events watch={object.watch} namespace={namespace} />
        </>
      }
      log={
        <ShownLog
          namespace={namespace}
          target={{ kind: "pod", name }}
          uid={row.uid}
          containers={containerChoices(containers)}
          defaultContainer={row.defaultContainer}
          instances="current"
          lineKeys
          beginning={log ?? null}
        />
      }
    />
  );
}

/** kubectl's columns of a Pod, then what its status adds. */
function podFacts(row: PodRow, detail: PodDetail | null): readonly Fact[] {
  const restarts = podColumns.find(({ id }) => id === "restarts");
  return [
    { term: "READY", value: row.ready },
    { term: "STATUS", value: row.status },
    {
      term: "RESTARTS",
      value: restarts ? <Ticking text={(now) => restarts.text(row, now)} /> : row.restarts,
    },
    { term: "AGE", value: <Age of={row.created} /> },
    { term: "IP", value: row.ip || <None /> },
    { term: "NODE", value: row.node || <None /> },
    ...(detail ? [{ term: "PHASE", value: detail.phase }] : []),
    ...(detail && detail.reason !== "" ? [{ term: "REASON", value: detail.reason }] : []),
  ];
}
