"use client";

import { useQueryState } from "nuqs";
import { type ReactNode, useMemo, useRef } from "react";
import { actionsPx, DataTable } from "#components/data-table";
import { nextSort } from "#components/list/list-query";
import type { ListTable } from "#components/list/list-table";
import { type NamedRow, sortRows } from "#components/list/select-rows";
import type { Cursor } from "#components/list/use-cursor";
import { useFittedColumns } from "#components/list/use-fitted-columns";
import { useCoarsePointer, useWidth } from "#components/list/use-viewport";
import { rowHeight } from "#components/table-row";
import { listParsers } from "#lib/client/list-address";
import { serverClock } from "#lib/client/server-clock";

/** Below it the rows are cards. */
const cardsBelowPx = 460;
const headPx = 30;
/** More rows than these scroll in a window of their own. */
const tallest = 14;

export interface RowTableProps<Row extends NamedRow> {
  readonly table: ListTable<Row>;
  /** In the order in which they are shown (`useSortedRows`). */
  readonly rows: readonly Row[];
  readonly cursor: Cursor<Row>;
  /** A row was pressed. */
  onSelect(uid: string): void;
  readonly gone: ReadonlySet<string>;
  readonly busy: boolean;
}

/** The children of an object as a table like the lists', only denser. */
export function RowTable<Row extends NamedRow>(props: RowTableProps<Row>): ReactNode {
  const { table, rows, cursor, onSelect, gone, busy } = props;
  const [sort, setSort] = useQueryState("sort", listParsers.sort);
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const coarse = useCoarsePointer();
  const cards = width !== null && width < cardsBelowPx;
  const rowPx = coarse ? 44 : 28;
  const shown = useMemo(() => {
    const onCard = new Set(table.card.flat());
    return table.columns.filter(({ id, wide }) => (cards ? onCard.has(id) : !wide));
  }, [table, cards]);
  const room = cards ? Number.POSITIVE_INFINITY : (width ?? 880) - actionsPx;
  const columns = useFittedColumns(shown, table.layouts, rows, room);
  const heights = rows
    .slice(0, cards ? 6 : tallest)
    .map((row) => rowHeight(table, row, { cards, rowPx, isCursor: false }));
  const height = heights.reduce((sum, px) => sum + px, cards ? 52 : headPx);
  return (
    <div ref={box} className="flex flex-col" style={{ height }}>
      <DataTable
        table={table}
        rows={rows}
        columns={columns}
        cards={cards}
        rowPx={rowPx}
        sort={sort}
        onSort={(column) => void setSort(nextSort(sort, column))}
        cursor={cursor.row?.uid ?? null}
        moves={cursor.moves}
        onMove={cursor.move}
        onCursor={cursor.set}
        onPress={onSelect}
        gone={gone}
        busy={busy}
        onActionShown={() => {}}
      />
    </div>
  );
}

/** The rows by the column in the address bar, else in kubectl's order. */
export function useSortedRows<Row extends NamedRow>(
  table: ListTable<Row>,
  rows: readonly Row[],
): readonly Row[] {
  const [sort] = useQueryState("sort", listParsers.sort);
  return useMemo(() => sortRows(rows, table.columns, sort, serverClock.now()), [table, rows, sort]);
}
