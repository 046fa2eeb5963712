"use client";

import { type ReactNode, useMemo } from "react";
import { cronJobActionable } from "#components/actions/actionable";
import { useRowActions } from "#components/actions/use-row-actions";
import { LogsIcon } from "#components/icons";
import type { Layout } from "#components/list/fit-columns";
import { ListPage } from "#components/list/list-page";
import { type ListTable, objectHref, type RowReason } from "#components/list/list-table";
import { type ListProps, useList } from "#components/list/use-list";
import { LastRun, MissedCount, NextRunCell } from "#components/runs/outlook-cells";
import { outlookReason } from "#components/runs/outlook-reason";
import { rowTone } from "#components/runs/row-tone";
import { RunStrip } from "#components/runs/run-strip";
import { StripLegend } from "#components/runs/strip-legend";
import { Status } from "#components/status";
import { useRouter } from "#components/ui/link";
import { type CronJobView, withOutlooks } from "#lib/client/beside-rows";
import { serverClock } from "#lib/client/server-clock";
import { namespacesOf } from "#lib/client/use-rights";
import { followCommand } from "#lib/line/log-line";
import type { Column } from "#lib/printers/column";
import { cronJobColumns } from "#lib/printers/columns";
import { cronJobStatuses } from "#lib/printers/cronjob-statuses";
import { outlookColumns } from "#lib/printers/outlook-columns";
import { statusForm } from "#lib/printers/status";
import { suspensionReason } from "#lib/printers/suspension";
import { text } from "#lib/texts/text";

const layouts: Readonly<Record<string, Layout>> = {
  namespace: { min: 13, max: 28 },
  name: { min: 23, max: 40 },
  schedule: { min: 16, max: 24 },
  timezone: { min: 16, max: 32, drop: 1 },
  suspend: { min: 7, max: 7 },
  active: { min: 6, max: 6, drop: 2 },
  "last schedule": { min: 12, max: 12, drop: 4 },
  age: { min: 6, max: 6, drop: 3 },
  "next run": { min: 10, max: 10 },
  "last result": { min: 17, max: 17 },
  missed: { min: 6, max: 6, drop: 5 },
  runs: { min: 14, max: 14 },
  containers: { min: 12, max: 40 },
  images: { min: 16, max: 56 },
  selector: { min: 10, max: 56 },
};

/** What kubectl prints stands left of what we compute; the wide columns are kubectl's too. */
const columns: readonly Column<CronJobView>[] = [...cronJobColumns, ...outlookColumns];

/** The list of CronJobs. */
export function CronJobTable({ beginning = null }: ListProps): ReactNode {
  const list = useList("cronjobs", beginning);
  const namespaces = useMemo(() => namespacesOf(list.rows), [list.rows]);
  const rowActions = useRowActions("cronjobs", list.hold, namespaces);
  const router = useRouter();
  const outlooks = list.watch.data?.beside.outlooks;
  const rows = useMemo(
    () => list.rows && withOutlooks(rowActions.expected(list.rows), outlooks),
    [list.rows, rowActions, outlooks],
  );
  const table = useMemo<ListTable<CronJobView>>(
    () => ({
      view: "cronjobs",
      title: "CronJobs",
      columns,
      layouts,
      card: [
        ["name", "suspend"],
        ["namespace", "last schedule"],
        ["schedule", "next run"],
        ["last result", "runs"],
      ],
      legend: <StripLegend />,
      statusesOf: cronJobStatuses,
      formOf: (status) => statusForm("cronjob", status),
      suspendedSince: ({ outlook }) => {
        const since = outlook?.suspension?.since ?? null;
        return since === null ? null : Date.parse(since);
      },
      toneOf,
      reasonOf,
      decorate: (column, row, isCursor) =>
        column === "runs" && row.outlook ? (
          <RunStrip namespace={row.namespace} outlook={row.outlook} reachable={isCursor ?? false} />
        ) : (
          decorate(column, row)
        ),
      hrefOf: ({ namespace, name }) => objectHref("cronjobs", namespace, name),
      ownerHrefOf: () => null,
      actionableOf: cronJobActionable,
      actionsOf: (row) => [
        ...rowActions.actionsOf(cronJobActionable(row)),
        rowActions.readingLogs(
          {
            id: "logs",
            hotkey: "l",
            label: text("Logs"),
            icon: LogsIcon,
            command: followCommand(row.namespace, { kind: "cronjob", name: row.name, runs: 1 }),
            run: () => router.push(`${objectHref("cronjobs", row.namespace, row.name)}#log`),
          },
          row.namespace,
        ),
      ],
    }),
    [rowActions, router],
  );
  return <ListPage list={list} table={table} rows={rows} />;
}

function toneOf(row: CronJobView): "bad" | "warn" | undefined {
  return row.outlook && rowTone(row.outlook.last?.result === "Failed", reasonOf(row));
}

/** That it should have been resumed, or what holds its runs, or else what was noted as it was suspended. */
function reasonOf(row: CronJobView): RowReason | null {
  const { outlook } = row;
  if (!outlook) return null;
  const note = noteOf(row);
  return note?.tone === "stuck" ? note : (outlookReason(outlook) ?? note);
}

/** What was written down as it was suspended; null for what is resumed already, as far as we know. */
function noteOf({ suspend, outlook }: CronJobView): RowReason | null {
  const suspension = suspend ? outlook?.suspension : null;
  const now = serverClock.now();
  const told = suspension && suspensionReason(suspension, now);
  if (!told) return null;
  return { ...told, sentence: (at) => suspensionReason(suspension, at)?.sentence ?? "" };
}

function decorate(column: string, row: CronJobView): ReactNode | undefined {
  const last = row.outlook?.last;
  if (column === "last result" && last) return <LastRun last={last} />;
  if (column === "next run" && row.outlook) return <NextRunCell outlook={row.outlook} />;
  if (column === "missed" && row.outlook?.missed)
    return <MissedCount missed={row.outlook.missed} />;
  if (column === "suspend" && row.suspend) {
    return <Status kind="cronjob" word="True" form="hold" />;
  }
  if (column === "active" && row.active > 0) {
    return <span className="text-run-fg">{row.active}</span>;
  }
  return undefined;
}
