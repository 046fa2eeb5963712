"use client";

import { useCallback, useMemo } from "react";
import { showLog } from "#components/detail/shown-log";
import { useNamed } from "#components/detail/use-children";
import { LogsIcon } from "#components/icons";
import type { Layout } from "#components/list/fit-columns";
import { type ListTable, objectHref } from "#components/list/list-table";
import type { NamedRow } from "#components/list/select-rows";
import { Status } from "#components/status";
import type { PodRow } from "#lib/api/rows";
import type { JobView } from "#lib/client/beside-rows";
import { followCommand } from "#lib/line/log-line";
import { attemptColumns, indexedAttemptColumns } from "#lib/printers/attempt-columns";
import type { Column } from "#lib/printers/column";
import { jobColumns, podColumns } from "#lib/printers/columns";
import { statusForm } from "#lib/printers/status";
import { text } from "#lib/texts/text";

const podLayouts: Readonly<Record<string, Layout>> = {
  name: { min: 24, max: 48, grows: true },
  ready: { min: 5, max: 8, drop: 2 },
  status: { min: 16, max: 26 },
  restarts: { min: 8, max: 15, drop: 4 },
  age: { min: 7, max: 7, drop: 3 },
  index: { min: 5, max: 8 },
  exit: { min: 4, max: 6 },
  node: { min: 12, max: 24, drop: 1 },
};

/** The Pods of a Job as a table; those of an `indexed` one have a column for that. */
export function usePodTable(indexed: boolean): ListTable<PodRow> {
  return useChildTable(indexed ? indexedPods : pods);
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
  /** The lines of a card after its first. */
  readonly card: ListTable<Row>["card"];
  readonly reasonOf?: ListTable<Row>["reasonOf"];
}

const narrowPodColumns = podColumns.filter(({ wide }) => !wide);

const pods: Children<PodRow> = {
  kind: "pod",
  view: "pods",
  title: "Pods",
  columns: [...narrowPodColumns, ...attemptColumns],
  layouts: podLayouts,
  card: [
    ["restarts", "age"],
    ["exit", "node"],
  ],
};

const indexedPods: Children<PodRow> = {
  ...pods,
  columns: [...narrowPodColumns, ...indexedAttemptColumns],
  card: [
    ["index", "age"],
    ["exit", "node"],
  ],
};

const jobs: Children<JobView> = {
  kind: "job",
  view: "jobs",
  title: "Jobs",
  columns: jobColumns,
  layouts: jobLayouts,
  card: [["completions", "age"]],
  reasonOf: ({ reason }) => reason ?? null,
};

function useChildTable<Row extends NamedRow & { readonly status: string }>(
  children: Children<Row>,
): ListTable<Row> {
  const { kind, view, title, columns, layouts, card, reasonOf } = children;
  const openLog = useOpenLog(kind);
  return useMemo(
    () => ({
      view,
      title,
      columns,
      layouts,
      card: [["name", "status"], ...card],
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
          label: text("Logs"),
          icon: LogsIcon,
          command: followCommand(namespace, { kind, name }),
          run: () => openLog(name),
        },
      ],
    }),
    [kind, view, title, columns, layouts, card, reasonOf, openLog],
  );
}

/** Shows the log that belongs to one of the rows. */
function useOpenLog(param: "pod" | "job"): (name: string) => void {
  const [, choose] = useNamed(param);
  return useCallback(
    (name) => {
      choose(name);
      showLog();
    },
    [choose],
  );
}
