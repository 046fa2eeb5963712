"use client";

import { parseAsInteger, useQueryState } from "nuqs";
import { useMemo, useState } from "react";
import { isFinished } from "#components/detail/job-facts";
import type { Hotkey } from "#components/hotkey";
import type { JobDetail, JobRow, PodRow } from "#lib/api/rows";
import { type JobIndexes, jobIndexes } from "#lib/client/index-states";

export interface Indexes {
  /** How each stands; the same until the Job or its Pods change. */
  readonly standings: JobIndexes;
  /** The Job has ended. */
  readonly over: boolean;
  /** Whose Pods are shown, by the address; null for those of all. */
  readonly chosen: number | null;
  /** The one that is spoken of: where keys or the pointer went, else the one chosen, else the first that failed. */
  readonly cursor: number;
  move(index: number): void;
  choose(index: number): void;
  /** Shows the Pods of all indexes again; the cursor stays. */
  letGo(): void;
  readonly hotkeys: readonly Hotkey[];
}

const noHotkeys: readonly Hotkey[] = [];

/** The indexes of a Job; null for one that is not Indexed. */
export function useIndexes(
  job: { readonly row: JobRow; readonly detail: JobDetail | null } | null,
  pods: readonly PodRow[],
): Indexes | null {
  const [named, setNamed] = useQueryState("index", parseAsInteger);
  // A place that was come to holds only as long as nothing else is chosen.
  const [place, setPlace] = useState<{ at: number; chosen: number | null } | null>(null);
  const { detail = null, row } = job ?? {};
  const over = row !== undefined && isFinished(row);
  const standings = useMemo(
    () => (detail?.completionMode === "Indexed" ? jobIndexes(detail, pods, over) : null),
    [detail, pods, over],
  );
  return useMemo(() => {
    if (!standings || standings.total === 0) return null;
    const { total, failed } = standings;
    const chosen = named !== null && named >= 0 && named < total ? named : null;
    const first = failed === "" ? 0 : Number.parseInt(failed, 10);
    const cursor = place?.chosen === chosen ? place.at : (chosen ?? first);
    const letGo = () => {
      setPlace({ at: chosen ?? cursor, chosen: null });
      void setNamed(null);
    };
    return {
      standings,
      over,
      chosen,
      cursor: Math.min(cursor, total - 1),
      move: (at) => setPlace({ at, chosen }),
      choose: (index) => void setNamed(index),
      letGo,
      hotkeys:
        chosen === null
          ? noHotkeys
          : [{ keys: "Escape", does: "let go of the index", group: "Move", run: letGo }],
    };
  }, [standings, over, named, setNamed, place]);
}
