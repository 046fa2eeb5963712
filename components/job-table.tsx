"use client";

import { type ReactNode, useMemo } from "react";
import { jobActionable } from "#components/actions/actionable";
import { useRowActions } from "#components/actions/use-row-actions";
import { LogsIcon } from "#components/icons";
import type { Layout } from "#components/list/fit-columns";
import { ListPage } from "#components/list/list-page";
import { type ListTable, objectHref } from "#components/list/list-table";
import { type ListProps, useList } from "#components/list/use-list";
import { rowTone } from "#components/runs/row-tone";
import { Status } from "#components/status";
import { useRouter } from "#components/ui/link";
import { type JobView, withReasons } from "#lib/client/beside-rows";
import { namespacesOf } from "#lib/client/use-rights";
import { followCommand } from "#lib/line/log-line";
import { jobColumns } from "#lib/printers/columns";
import { statusForm } from "#lib/printers/status";
import { text } from "#lib/texts/text";

const layouts: Readonly<Record<string, Layout>> = {
  namespace: { min: 13, max: 28 },
  name: { min: 28, max: 48 },
  status: { min: 16, max: 24 },
  completions: { min: 12, max: 20, drop: 3 },
  duration: { min: 9, max: 9, drop: 2 },
  age: { min: 7, max: 7, drop: 1 },
  containers: { min: 12, max: 40 },
  images: { min: 16, max: 56 },
  selector: { min: 20, max: 64 },
};

/** The list of Jobs. */
export function JobTable({ beginning = null }: ListProps): ReactNode {
  const list = useList("jobs", beginning);
  const namespaces = useMemo(() => namespacesOf(list.rows), [list.rows]);
  const rowActions = useRowActions("jobs", list.hold, namespaces);
  const router = useRouter();
  const reasons = list.watch.data?.beside.reasons;
  const rows = useMemo(
    () => list.rows && withReasons(rowActions.expected(list.rows), reasons),
    [list.rows, rowActions, reasons],
  );
  const table = useMemo<ListTable<JobView>>(
    () => ({
      view: "jobs",
      title: "Jobs",
      columns: jobColumns,
      layouts,
      card: [
        ["name", "status"],
        ["namespace", "duration"],
        ["completions", "age"],
      ],
      statusesOf: (row) => [row.status],
      formOf: (status) => statusForm("job", status),
      toneOf: ({ status, reason }) => rowTone(statusForm("job", status) === "bad", reason ?? null),
      reasonOf: ({ reason }) => reason ?? null,
      decorate: (column, row) =>
        column === "status" ? <Status kind="job" word={row.status} /> : undefined,
      hrefOf: ({ namespace, name }) => objectHref("jobs", namespace, name),
      ownerHrefOf: ({ namespace, owner }) =>
        owner?.kind === "CronJob" ? objectHref("cronjobs", namespace, owner.name) : null,
      actionableOf: jobActionable,
      actionsOf: (row) => [
        ...rowActions.actionsOf(jobActionable(row)),
        rowActions.readingLogs(
          {
            id: "logs",
            hotkey: "l",
            label: text("Logs"),
            icon: LogsIcon,
            command: followCommand(row.namespace, { kind: "job", name: row.name }),
            run: () => router.push(`${objectHref("jobs", row.namespace, row.name)}#log`),
          },
          row.namespace,
        ),
      ],
    }),
    [rowActions, router],
  );
  return <ListPage list={list} table={table} rows={rows} />;
}
