"use client";

import { useRouter } from "next/navigation";
import { parseAsString, useQueryState } from "nuqs";
import { useCallback, useEffect, useMemo } from "react";
import { newest } from "#components/detail/newest";
import { showLog } from "#components/detail/pod-log";
import { useSortedRows } from "#components/detail/row-table";
import type { Hotkey } from "#components/hotkey";
import type { ListTable } from "#components/list/list-table";
import type { NamedRow } from "#components/list/select-rows";
import { type Cursor, useCursor } from "#components/list/use-cursor";

export interface ChildRow extends NamedRow {
  readonly created: string | null;
}

export interface Children<Row extends ChildRow> {
  readonly rows: readonly Row[];
  readonly cursor: Cursor<Row>;
  /** The one whose log is shown: chosen in the address bar, else the newest that has one. */
  readonly shown: Row | undefined;
  select(uid: string): void;
  /** Shows the log of the cursor row and gives it the keyboard. */
  openLog(): void;
  readonly hotkeys: readonly Hotkey[];
}

/** The children of an object: their order, the cursor on them, and whose log is shown. */
export function useChildren<Row extends ChildRow>(
  param: "pod" | "job",
  table: ListTable<Row>,
  unsorted: readonly Row[],
  hasLog: (row: Row) => boolean = () => true,
): Children<Row> {
  const router = useRouter();
  const rows = useSortedRows(table, unsorted);
  const cursor = useCursor(rows);
  const [chosen, setChosen] = useQueryState(param, parseAsString);
  const shown =
    rows.find(({ name }) => name === chosen) ?? newest(rows.filter(hasLog)) ?? newest(rows);

  // The cursor goes with the log that is shown, until a person moves it.
  const shownUid = shown?.uid;
  const { set, moves } = cursor;
  useEffect(() => {
    if (shownUid !== undefined && moves === 0) set(shownUid);
  }, [shownUid, moves, set]);

  const select = useCallback(
    (uid: string) => void setChosen(rows.find((row) => row.uid === uid)?.name ?? null),
    [rows, setChosen],
  );
  const { row, move } = cursor;
  const openLog = useCallback(() => {
    if (row) select(row.uid);
    showLog();
  }, [row, select]);
  const hotkeys = useMemo<readonly Hotkey[]>(
    () => [
      { keys: "j", does: "down", group: "Move", run: () => move(1) },
      { keys: "k", does: "up", group: "Move", run: () => move(-1) },
      {
        keys: "Enter",
        does: "open",
        group: "Act on the row",
        run: () => row && router.push(table.hrefOf(row)),
      },
    ],
    [move, row, router, table],
  );
  return { rows, cursor, shown, select, openLog, hotkeys };
}
