"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp } from "lucide-react";
import {
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useMemo,
  useRef,
} from "react";
import { gridRole } from "#components/grid-role";
import { useLanguage } from "#components/language";
import type { FittedColumn } from "#components/list/fit-columns";
import type { ListTable } from "#components/list/list-table";
import { type RowsListener, useRowListeners } from "#components/list/row-listeners";
import { useRowSlots } from "#components/list/row-slots";
import type { NamedRow } from "#components/list/select-rows";
import type { Selection } from "#components/list/use-selection";
import { cardArea, reasonPx, rowHeight, TableRow } from "#components/table-row";
import type { Sort } from "#lib/api/list-query";
import { translateOf } from "#lib/texts/text";

/** Room for the actions of the cursor row, so that nothing moves when they appear. */
export const actionsPx = 116;
/** Room for the box that checks a row. */
export const selectPx = 34;
const headPx = 30;
/** The first cell of a row stands so much further in than the others. */
const firstColumnPx = 7;

export interface DataTableProps<Row extends NamedRow> extends RowsListener {
  readonly table: ListTable<Row>;
  readonly rows: readonly Row[];
  readonly columns: readonly FittedColumn<Row>[];
  readonly cards: boolean;
  readonly rowPx: number;
  readonly sort: Sort | null;
  onSort(column: string): void;
  /** uid of the row the keys act on. */
  readonly cursor: string | null;
  /** Grows with each move by a key: the row is then scrolled to and focused. */
  readonly moves: number;
  /** Arrows, Home and End on a row; left out where the page hears these keys anyway. */
  onMove?(by: number): void;
  /** uids of rows that were deleted a moment ago. */
  readonly gone: ReadonlySet<string>;
  /** Rows are still coming. */
  readonly busy: boolean;
  /** What is said in place of rows. */
  readonly children?: ReactNode;
}

/** A grid of any number of rows, of which only those in sight are drawn. */
export function DataTable<Row extends NamedRow>(props: DataTableProps<Row>): ReactNode {
  const { table, rows, columns, cards, rowPx, cursor, moves } = props;
  // Cards are too few and too large to be checked one by one.
  const selection = cards ? undefined : props.selection;
  const selects = selection !== undefined;
  const scroller = useRef<HTMLDivElement>(null);
  const cursorIndex = rows.findIndex(({ uid }) => uid === cursor);
  const sizeOf = (index: number) => {
    const row = rows[index];
    return row ? rowHeight(table, row, { cards, rowPx, isCursor: index === cursorIndex }) : rowPx;
  };

  // Which rows have a reason, as a text: it is another only when heights are.
  const reasons = useMemo(
    () =>
      table.reasonOf ? rows.flatMap((row, i) => (table.reasonOf?.(row) ? [i] : [])).join() : "",
    [table, rows],
  );

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: sizeOf,
    overscan: 8,
    // A page is drawn on the server too, where nothing has a size.
    initialRect: { width: 1440, height: 720 },
    // Rows begin under the head, which stays in sight and covers as much of them as it moved them.
    scrollPaddingEnd: cards ? 0 : headPx,
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
      const first = Math.max(0, startIndex - overscan);
      const last = Math.min(count - 1, endIndex + overscan);
      const range = Array.from({ length: last - first + 1 }, (_, i) => first + i);
      // The cursor row holds the focus and must not leave the page.
      const kept = cursorIndex >= 0 && (cursorIndex < first || cursorIndex > last);
      return kept ? [...range, cursorIndex].sort((a, b) => a - b) : range;
    },
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the heights follow from these, not from sizeOf
  useEffect(() => virtual.measure(), [virtual, cards, rowPx, cards ? cursorIndex : 0, reasons]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a move by a key scrolls, no update does
  useEffect(() => {
    if (moves === 0 || cursorIndex < 0) return;
    virtual.scrollToIndex(cursorIndex, { align: "auto" });
    const row = scroller.current?.querySelector<HTMLElement>("tr[data-cursor]");
    row?.focus({ preventScroll: true });
  }, [moves]);

  const drawn = virtual.getVirtualItems().flatMap(({ index, start }) => {
    const row = rows[index];
    return row === undefined ? [] : [{ row, index, start }];
  });
  const tell = useRowListeners(props);
  const { slots, listeners } = useRowSlots(drawn.map(({ row }) => row.uid));

  const beforeName = useMemo(() => pxBeforeName(columns, selects), [columns, selects]);
  const style = useMemo(
    () => tableStyle({ columns, table, cards, rowPx, selects }),
    [columns, table, cards, rowPx, selects],
  );
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-auto overscroll-contain">
      <table
        {...gridRole("grid")}
        aria-label={table.title}
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length + (selection ? 2 : 1)}
        aria-busy={props.busy}
        {...(selects ? { "aria-multiselectable": true } : {})}
        data-selects={selection && selection.uids.size > 0 ? "" : undefined}
        className={cards ? "grid-table grid-cards" : "grid-table"}
        style={style}
      >
        <Head {...props} />
        <tbody
          {...gridRole("rowgroup")}
          className="relative"
          style={{ height: virtual.getTotalSize() }}
          {...listeners}
          onKeyDown={(event) => {
            const by = props.onMove && stepOf(event);
            if (by === undefined) return;
            event.preventDefault();
            props.onMove?.(by);
          }}
        >
          {drawn.map(({ row, index, start }) => (
            <TableRow
              key={slots.get(row.uid)}
              table={table}
              row={row}
              columns={columns}
              beforeName={beforeName}
              index={index}
              top={start}
              cards={cards}
              isCursor={index === cursorIndex}
              isGone={props.gone.has(row.uid)}
              isChecked={selection?.uids.has(row.uid)}
              {...tell}
            />
          ))}
        </tbody>
      </table>
      {props.children}
    </div>
  );
}

const steps: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/** By how many rows a key moves the cursor; undefined where that is not its business. */
function stepOf(event: KeyboardEvent): number | undefined {
  const { altKey, ctrlKey, metaKey, shiftKey } = event;
  return altKey || ctrlKey || metaKey || shiftKey ? undefined : steps[event.key];
}

function Head<Row extends NamedRow>(props: DataTableProps<Row>): ReactNode {
  const { columns, cards, sort, onSort, selection, rows } = props;
  const { say, tell } = useLanguage();
  return (
    <thead {...gridRole("rowgroup")}>
      <tr {...gridRole("row")} aria-rowindex={1}>
        {selection && !cards ? <SelectAll selection={selection} of={rows.length} /> : null}
        {columns.map(({ column }) => {
          const sorted = sort?.column === column.id ? sort : null;
          const Arrow = sorted?.descending ? ArrowDown : ArrowUp;
          return (
            <th
              key={column.id}
              {...gridRole("columnheader")}
              scope="col"
              data-column={column.id}
              data-align={column.align}
              data-computed={column.computed ? "" : undefined}
              aria-sort={sorted ? (sorted.descending ? "descending" : "ascending") : undefined}
            >
              <button
                type="button"
                title={say("Sort by {column}", { column: column.header })}
                // Cards have no head to be seen; it is there for who hears the table.
                tabIndex={cards ? -1 : undefined}
                onClick={() => onSort(column.id)}
                className={`group inline-flex h-6 min-w-0 items-center gap-1 rounded-sm hover:text-text ${sorted ? "font-medium text-text" : ""} ${column.align === "right" ? "flex-row-reverse" : ""}`}
              >
                <span translate={translateOf(column.header)}>{tell(column.header)}</span>
                {sorted ? <Arrow aria-hidden className="size-3" /> : null}
              </button>
            </th>
          );
        })}
        <th {...gridRole("columnheader")} scope="col">
          <span className="sr-only">{say("Actions")}</span>
        </th>
      </tr>
    </thead>
  );
}

function SelectAll(props: {
  readonly selection: Pick<Selection<unknown>, "uids" | "toggleAll">;
  /** How many rows there are. */
  readonly of: number;
}): ReactNode {
  const { selection, of } = props;
  const { say } = useLanguage();
  const { size } = selection.uids;
  return (
    <th {...gridRole("columnheader")} scope="col" className="select-cell">
      <input
        type="checkbox"
        aria-label={size > 0 && size === of ? say("Select none") : say("Select all rows")}
        ref={(box) => {
          if (box) box.indeterminate = size > 0 && size < of;
        }}
        checked={size > 0 && size === of}
        onChange={selection.toggleAll}
      />
    </th>
  );
}

/** Where a row's reason begins: beneath its name. */
function pxBeforeName<Row>(columns: readonly FittedColumn<Row>[], selects: boolean): number {
  const at = columns.findIndex(({ column }) => column.id === "name");
  const before = columns.slice(0, at).reduce((sum, { px }) => sum + px, 0);
  if (selects) return selectPx + before;
  return at === 0 ? firstColumnPx : before;
}

/** What the rows share: their tracks and width, and their heights as custom properties. */
function tableStyle<Row extends NamedRow>(shape: {
  readonly columns: readonly FittedColumn<Row>[];
  readonly table: ListTable<Row>;
  readonly cards: boolean;
  readonly rowPx: number;
  readonly selects: boolean;
}): CSSProperties {
  const { columns, table, cards, rowPx, selects } = shape;
  const width = columns.reduce((sum, { px }) => sum + px, actionsPx + (selects ? selectPx : 0));
  const tracks = columns.map(({ track }) => track);
  const properties: Record<`--${string}`, string> = {
    "--row": `${rowPx}px`,
    "--reason": `${reasonPx}px`,
    "--areas": table.card.map(([a, b]) => `"${cardArea(a)} ${cardArea(b)}"`).join(" "),
  };
  return {
    ...properties,
    minWidth: cards ? 0 : width,
    gridTemplateColumns: [
      ...(selects ? [`${selectPx}px`] : []),
      ...tracks,
      `minmax(${actionsPx}px, 1fr)`,
    ].join(" "),
  };
}
