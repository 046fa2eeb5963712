"use client";

import { parseAsString, useQueryState } from "nuqs";
import { useCallback, useMemo } from "react";
import { showLog } from "#components/detail/pod-log";
import { LogsIcon } from "#components/icons";
import type { Layout } from "#components/list/fit-columns";
import { type ListTable, objectHref } from "#components/list/list-table";
import type { NamedRow } from "#components/list/select-rows";
import { Status } from "#components/status";
import type { PodRow } from "#lib/api/rows";
import type { JobView } from "#lib/client/beside-rows";
import type { Column } from "#lib/printers/column";
import { jobColumns, podColumns } from "#lib/printers/columns";
import { statusForm } from "#lib/printers/status";

const podLayouts: Readonly<Record<string, Layout>> = {
  name: { min: 24, max: 48, grows: true },
  ready: { min: 6, max: 8, drop: 1 },
  status: { min: 16, max: 26 },
  restarts: { min: 12, max: 15, drop: 3 },
  age: { min: 7, max: 7, drop: 2 },
};

/** The Pods of a Job as a table. */
export function usePodTable(): ListTable<PodRow> {
  return useChildTable(pods);
}

const jobLayouts: Readonly<Record<string, Layout>> = {
  name: { min: 24, max: 48, grows: true },
  status: { min: 12, max: 24 },
  completions: { min: 12, max: 16, drop: 2 },
  duration: { min: 9, max: 9, drop: 3 },
  age: { min: 7, max: 7, drop: 1 },
};

/** The Jobs of a CronJob as a table. */
export function useJobTable(): ListTable<JobView> {
  return useChildTable(jobs);
}

/** What tells the two tables of children from each other. */
interface Children<Row extends NamedRow> {
  readonly kind: "pod" | "job";
  readonly view: "pods" | "jobs";
  readonly title: string;
  readonly columns: readonly Column<Row>[];
  readonly layouts: Readonly<Record<string, Layout>>;
  /** The left column of a card's second line. */
  readonly second: string;
  /** What `kubectl logs` calls a row. */
  logsOf(name: string): string;
  readonly reasonOf?: ListTable<Row>["reasonOf"];
}

const pods: Children<PodRow> = {
  kind: "pod",
  view: "pods",
  title: "Pods",
  columns: podColumns,
  layouts: podLayouts,
  second: "restarts",
  logsOf: (name) => name,
};

const jobs: Children<JobView> = {
  kind: "job",
  view: "jobs",
  title: "Jobs",
  columns: jobColumns,
  layouts: jobLayouts,
  second: "completions",
  logsOf: (name) => `job/${name}`,
  reasonOf: ({ reason }) => reason ?? null,
};

function useChildTable<Row extends NamedRow & { readonly status: string }>(
  children: Children<Row>,
): ListTable<Row> {
  const { kind, view, title, columns, layouts, second, logsOf, reasonOf } = children;
  const openLog = useOpenLog(kind);
  return useMemo(
    () => ({
      view,
      title,
      columns,
      layouts,
      card: [
        ["name", "status"],
        [second, "age"],
      ],
      statusesOf: ({ status }) => [status],
      formOf: (status) => statusForm(kind, status),
      toneOf: () => undefined,
      ...(reasonOf && { reasonOf }),
      decorate: (column, { status }) =>
        column === "status" ? <Status kind={kind} word={status} /> : undefined,
      hrefOf: ({ namespace, name }) => objectHref(view, namespace, name),
      ownerHrefOf: () => null,
      actionsOf: ({ namespace, name }) => [
        {
          id: "logs",
          hotkey: "l",
          label: "Logs",
          icon: LogsIcon,
          command: `kubectl logs -f ${logsOf(name)} -n ${namespace}`,
          run: () => openLog(name),
        },
      ],
    }),
    [kind, view, title, columns, layouts, second, logsOf, reasonOf, openLog],
  );
}

/** Shows the log that belongs to one of the rows. */
function useOpenLog(param: "pod" | "job"): (name: string) => void {
  const [, choose] = useQueryState(param, parseAsString);
  return useCallback(
    (name) => {
      void choose(name);
      showLog();
    },
    [choose],
  );
}
