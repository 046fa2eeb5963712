"use client";

import { History } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { podActionable } from "#components/actions/actionable";
import { type RowAction, useRowActions } from "#components/actions/use-row-actions";
import { LogsIcon } from "#components/icons";
import type { Layout } from "#components/list/fit-columns";
import { ListPage } from "#components/list/list-page";
import { type ListTable, objectHref } from "#components/list/list-table";
import { type ListProps, useList } from "#components/list/use-list";
import { Status } from "#components/status";
import { useRouter } from "#components/ui/link";
import type { PodRow } from "#lib/api/rows";
import { namespacesOf } from "#lib/client/use-rights";
import { followCommand, previousCommand } from "#lib/line/log-line";
import { podColumns } from "#lib/printers/columns";
import { statusForm } from "#lib/printers/status";
import { text } from "#lib/texts/text";

const layouts: Readonly<Record<string, Layout>> = {
  namespace: { min: 13, max: 28 },
  name: { min: 28, max: 56 },
  ready: { min: 6, max: 8, drop: 1 },
  status: { min: 20, max: 28 },
  restarts: { min: 15, max: 15, drop: 3 },
  age: { min: 7, max: 7, drop: 2 },
  ip: { min: 16, max: 40 },
  node: { min: 16, max: 32 },
  "nominated node": { min: 14, max: 32 },
  "readiness gates": { min: 15, max: 20 },
};

/** The list of Pods. */
export function PodTable({ beginning = null }: ListProps): ReactNode {
  const list = useList("pods", beginning);
  const namespaces = useMemo(() => namespacesOf(list.rows), [list.rows]);
  const rowActions = useRowActions("pods", list.hold, namespaces);
  const router = useRouter();
  const table = useMemo<ListTable<PodRow>>(
    () => ({
      view: "pods",
      title: "Pods",
      columns: podColumns,
      layouts,
      card: [
        ["name", "status"],
        ["namespace", "restarts"],
        ["ready", "age"],
      ],
      statusesOf: (row) => [row.status],
      formOf: (status) => statusForm("pod", status),
      toneOf: (row) => tones[statusForm("pod", row.status)],
      decorate: (column, row) =>
        column === "status" ? <Status kind="pod" word={row.status} /> : undefined,
      hrefOf: ({ namespace, name }) => objectHref("pods", namespace, name),
      ownerHrefOf: ({ namespace, owner }) =>
        owner?.kind === "Job" ? objectHref("jobs", namespace, owner.name) : null,
      actionableOf: podActionable,
      actionsOf: (row) => [
        ...logActions(row, router.push).map((action) =>
          rowActions.readingLogs(action, row.namespace),
        ),
        ...rowActions.actionsOf(podActionable(row)),
      ],
    }),
    [rowActions, router],
  );
  return <ListPage list={list} table={table} rows={list.rows} />;
}

const tones: Readonly<Partial<Record<ReturnType<typeof statusForm>, "bad" | "warn">>> = {
  bad: "bad",
  warn: "warn",
};

function logActions(row: PodRow, open: (href: string) => void): readonly RowAction[] {
  const { namespace, name, restarts } = row;
  const page = objectHref("pods", namespace, name);
  return [
    {
      id: "logs",
      hotkey: "l",
      label: text("Logs"),
      icon: LogsIcon,
      command: followCommand(namespace, { kind: "pod", name }, ""),
      run: () => open(`${page}#log`),
    },
    {
      id: "previous",
      hotkey: "p",
      label: text("Previous logs"),
      icon: History,
      command: previousCommand(namespace, name),
      unavailable: restarts === 0 ? text("No container has restarted") : undefined,
      run: () => open(`${page}?previous=1#log`),
    },
  ];
}
