"use client";

import { parseAsString, useQueryState } from "nuqs";
import { useCallback, useMemo } from "react";
import { showLog } from "#components/detail/pod-log";
import { LogsIcon } from "#components/icons";
import type { Layout } from "#components/list/fit-columns";
import { type ListTable, objectHref } from "#components/list/list-table";
import { Status } from "#components/status";
import type { JobRow, PodRow } from "#lib/api/rows";
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
  const openLog = useOpenLog("pod");
  return useMemo(
    () => ({
      view: "pods",
      title: "Pods",
      columns: podColumns,
      layouts: podLayouts,
      card: [
        ["name", "status"],
        ["restarts", "age"],
      ],
      statusesOf: ({ status }) => [status],
      formOf: (status) => statusForm("pod", status),
      toneOf: () => undefined,
      decorate: (column, { status }) =>
        column === "status" ? <Status kind="pod" word={status} /> : undefined,
      hrefOf: ({ namespace, name }) => objectHref("pods", namespace, name),
      ownerHrefOf: () => null,
      actionsOf: ({ namespace, name }) => [
        {
          id: "logs",
          hotkey: "l",
          label: "Logs",
          icon: LogsIcon,
          command: `kubectl logs -f ${name} -n ${namespace}`,
          run: () => openLog(name),
        },
      ],
    }),
    [openLog],
  );
}

const jobLayouts: Readonly<Record<string, Layout>> = {
  name: { min: 24, max: 48, grows: true },
  status: { min: 12, max: 24 },
  completions: { min: 12, max: 16, drop: 2 },
  duration: { min: 9, max: 9, drop: 3 },
  age: { min: 7, max: 7, drop: 1 },
};

/** The Jobs of a CronJob as a table. */
export function useJobTable(): ListTable<JobRow> {
  const openLog = useOpenLog("job");
  return useMemo(
    () => ({
      view: "jobs",
      title: "Jobs",
      columns: jobColumns,
      layouts: jobLayouts,
      card: [
        ["name", "status"],
        ["completions", "age"],
      ],
      statusesOf: ({ status }) => [status],
      formOf: (status) => statusForm("job", status),
      toneOf: () => undefined,
      decorate: (column, { status }) =>
        column === "status" ? <Status kind="job" word={status} /> : undefined,
      hrefOf: ({ namespace, name }) => objectHref("jobs", namespace, name),
      ownerHrefOf: () => null,
      actionsOf: ({ namespace, name }) => [
        {
          id: "logs",
          hotkey: "l",
          label: "Logs",
          icon: LogsIcon,
          command: `kubectl logs -f job/${name} -n ${namespace}`,
          run: () => openLog(name),
        },
      ],
    }),
    [openLog],
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
