"use client";

import { parseAsInteger, parseAsString, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { anotherLog, ofOneLog } from "#components/detail/another-log";
import type { Hotkey } from "#components/hotkey";
import type { JobDetail, JobRow, PodRow } from "#lib/api/rows";
import { type JobIndexes, jobIndexes } from "#lib/client/index-states";
import { isFinished } from "#lib/printers/status";
import { text } from "#lib/texts/text";

export interface Indexes {
  /** How each stands; the same until the Job or its Pods change. */
  readonly standings: JobIndexes;
  /** The Job has ended. */
  readonly over: boolean;
  /** Whose Pods are shown, by the address; null for those of all. */
  readonly chosen: number | null;
  choose(index: number): void;
  /** Shows the Pods of all indexes again. */
  letGo(): void;
  readonly hotkeys: readonly Hotkey[];
}

/** More cells are no grid that anybody reads, and the API vouches for no number. */
const mostIndexes = 1_000_000;

function isDrawn({ completionMode, completions }: JobDetail): boolean {
  const total = completions ?? 0;
  return completionMode === "Indexed" && total > 0 && total <= mostIndexes;
}

/** An index is looked at for all its Pods: one that was chosen before is let go of. */
const parsers = { index: parseAsInteger, pod: parseAsString, ...ofOneLog };

const noHotkeys: readonly Hotkey[] = [];

/** The indexes of a Job; null for one that is not Indexed, or of more than can be drawn. */
export function useIndexes(
  job: { readonly row: JobRow; readonly detail: JobDetail | null } | null,
  pods: readonly PodRow[],
): Indexes | null {
  const [{ index: named }, setNamed] = useQueryStates(parsers);
  const { detail = null, row } = job ?? {};
  const over = row !== undefined && isFinished(row);
  const standings = useMemo(
    () => (detail && isDrawn(detail) ? jobIndexes(detail, pods, over) : null),
    [detail, pods, over],
  );
  return useMemo(() => {
    if (!standings) return null;
    const isOne = named !== null && named >= 0 && named < standings.total;
    const letGo = () => void setNamed({ ...anotherLog, index: null, pod: null });
    return {
      standings,
      over,
      chosen: isOne ? named : null,
      choose: (index) => void setNamed({ ...anotherLog, index, pod: null }),
      letGo,
      hotkeys: isOne
        ? [{ keys: "Escape", does: text("let go of the index"), group: "Move", run: letGo }]
        : noHotkeys,
    };
  }, [standings, over, named, setNamed]);
}
