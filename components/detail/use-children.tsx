"use client";

import { parseAsString, useQueryStates } from "nuqs";
import { useCallback, useEffect, useMemo } from "react";
import { anotherLog, ofOneLog } from "#components/detail/another-log";
import { newest } from "#components/detail/newest";
import { useSortedRows } from "#components/detail/row-table";
import { showLog } from "#components/detail/shown-log";
import type { Hotkey } from "#components/hotkey";
import type { ListTable } from "#components/list/list-table";
import type { NamedRow } from "#components/list/select-rows";
import { type Cursor, useCursor } from "#components/list/use-cursor";
import { useRouter } from "#components/ui/link";
import { text } from "#lib/texts/text";

export interface ChildRow extends NamedRow {
  readonly created: string | null;
}

export interface Children<Row extends ChildRow> {
  readonly rows: readonly Row[];
  readonly cursor: Cursor<Row>;
  /** Whom the address names, whether it is there or not; null for nobody. */
  readonly named: string | null;
  /** The one whose log is shown: that of the address, or what `unnamed` says where it names none. */
  readonly shown: Row | undefined;
  /** The row a person went to by keys: whose log `l` opens. */
  readonly wentTo: Row | undefined;
  select(uid: string): void;
  /** Names nobody any more. */
  letGo(): void;
  /** Shows the log of the row keys went to, or else what is shown, and gives it the keyboard. */
  openLog(): void;
  readonly hotkeys: readonly Hotkey[];
}

const parsers = { pod: parseAsString, job: parseAsString, ...ofOneLog };

/** The child the address names as the one whose log is shown. */
export function useNamed(
  param: "pod" | "job",
): readonly [named: string | null, name: (child: string | null) => void] {
  const [address, setAddress] = useQueryStates(parsers);
  const name = useCallback(
    (child: string | null) => {
      void setAddress({ ...anotherLog, ...(param === "pod" ? { pod: child } : { job: child }) });
    },
    [param, setAddress],
  );
  return [address[param], name];
}

/**
 * The children of an object: their order, the cursor on them, and whose log is shown. `unnamed` says
 * whose that is where the address names none of them; undefined for a log that is no single child's.
 */
export function useChildren<Row extends ChildRow>(
  param: "pod" | "job",
  table: ListTable<Row>,
  unsorted: readonly Row[],
  unnamed: (rows: readonly Row[]) => Row | undefined,
): Children<Row> {
  const router = useRouter();
  const rows = useSortedRows(table, unsorted);
  const cursor = useCursor(rows);
  const [named, setNamed] = useNamed(param);
  const shown = named === null ? unnamed(rows) : rows.find(({ name }) => name === named);

  // The cursor goes with the log that is shown, until a person moves it.
  const restingUid = (shown ?? newest(rows))?.uid;
  const { set, moves, row, move } = cursor;
  useEffect(() => {
    if (restingUid !== undefined && moves === 0) set(restingUid);
  }, [restingUid, moves, set]);

  const select = useCallback(
    (uid: string) => setNamed(rows.find((row) => row.uid === uid)?.name ?? null),
    [rows, setNamed],
  );
  const letGo = useCallback(() => setNamed(null), [setNamed]);
  const wentTo = moves === 0 ? undefined : row;
  const openLog = useCallback(() => {
    if (wentTo) select(wentTo.uid);
    showLog();
  }, [wentTo, select]);
  const hotkeys = useMemo<readonly Hotkey[]>(
    () => [
      { keys: "j", does: text("down"), group: "Move", run: () => move(1) },
      { keys: "k", does: text("up"), group: "Move", run: () => move(-1) },
      {
        keys: "Enter",
        does: text("open"),
        group: "Act on the row",
        run: () => row && router.push(table.hrefOf(row)),
      },
    ],
    [move, row, router, table],
  );
  return { rows, cursor, named, shown, wentTo, select, letGo, openLog, hotkeys };
}
