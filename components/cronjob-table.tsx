"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useMemo } from "react";
import { LogsIcon } from "#components/icons";
import type { Layout } from "#components/list/fit-columns";
import { ListPage } from "#components/list/list-page";
import { type ListTable, objectHref } from "#components/list/list-table";
import { useList } from "#components/list/use-list";
import { Status } from "#components/status";
import { useSuspension } from "#components/suspension";
import type { CronJobRow } from "#lib/api/rows";
import { cronJobColumns } from "#lib/printers/columns";
import { statusForm } from "#lib/printers/status";

const layouts: Readonly<Record<string, Layout>> = {
  namespace: { min: 13, max: 28 },
  name: { min: 28, max: 40 },
  schedule: { min: 16, max: 24 },
  timezone: { min: 19, max: 32, drop: 1 },
  suspend: { min: 8, max: 8 },
  active: { min: 6, max: 6, drop: 2 },
  "last schedule": { min: 12, max: 12, drop: 4 },
  age: { min: 7, max: 7, drop: 3 },
  containers: { min: 12, max: 40 },
  images: { min: 16, max: 56 },
  selector: { min: 10, max: 56 },
};

/** The list of CronJobs. */
export function CronJobTable(): ReactNode {
  const list = useList("cronjobs");
  const suspension = useSuspension("cronjobs", list.hold);
  const router = useRouter();
  const rows = useMemo(() => list.rows && suspension.expected(list.rows), [list.rows, suspension]);
  const table = useMemo<ListTable<CronJobRow>>(
    () => ({
      view: "cronjobs",
      title: "CronJobs",
      columns: cronJobColumns,
      layouts,
      card: [
        ["name", "suspend"],
        ["namespace", "last schedule"],
        ["schedule", "active"],
      ],
      statusesOf: (row) => [
        ...(row.active > 0 ? ["Running"] : []),
        ...(row.suspend ? ["Suspended"] : []),
      ],
      formOf: (status) => statusForm("cronjob", status),
      toneOf: () => undefined,
      decorate,
      hrefOf: ({ namespace, name }) => objectHref("cronjobs", namespace, name),
      ownerHrefOf: () => null,
      actionsOf: (row) => [
        suspension.actionOf(row),
        {
          id: "logs",
          hotkey: "l",
          label: "Logs",
          icon: LogsIcon,
          command: newestLog(row),
          run: () => router.push(`${objectHref("cronjobs", row.namespace, row.name)}#log`),
        },
      ],
    }),
    [suspension, router],
  );
  return <ListPage list={list} table={table} rows={rows} />;
}

/**
 * kubectl reads no log of a CronJob, so this asks first for the newest Job that is named after a tick
 * of it. What was made by hand bears a name of its own and is not found.
 */
function newestLog({ namespace, name }: CronJobRow): string {
  const jobs = `kubectl get jobs -n ${namespace} --sort-by=.metadata.creationTimestamp -o name`;
  const ofTick = `grep -E '/${name.replaceAll(".", "\\.")}-[0-9]+$'`;
  return `kubectl logs -f -n ${namespace} $(${jobs} | ${ofTick} | tail -n 1)`;
}

function decorate(column: string, row: CronJobRow): ReactNode | undefined {
  if (column === "suspend" && row.suspend) {
    return <Status kind="cronjob" word="True" form="hold" />;
  }
  if (column === "active" && row.active > 0) {
    return <span className="text-run-fg">{row.active}</span>;
  }
  return undefined;
}
