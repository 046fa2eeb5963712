"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, type ReactNode, useEffect, useLayoutEffect, useRef } from "react";
import { useLanguage } from "#components/language";
import { useCoarsePointer, useWidth } from "#components/list/use-viewport";
import { IndexRow } from "#components/runs/index-row";
import { type CellSize, cellLeft, columnsIn, gridStep, sizes } from "#components/runs/index-steps";
import { indexText } from "#components/runs/index-words";
import type { JobIndexes } from "#lib/client/index-states";

/** More lines than these scroll in a window of their own. */
const tallest = 12;
/** Room for the ring of the first and the last line. */
const ringPx = 5;

export interface IndexGridProps {
  readonly standings: JobIndexes;
  /** How many are drawn, from 0 on. */
  readonly total: number;
  readonly over: boolean;
  readonly podsKnown: boolean;
  /** The cell that Tab comes to and the line below speaks of. */
  readonly cursor: number;
  readonly chosen: number | null;
  onMove(index: number): void;
  onChoose(index: number): void;
}

/** A cell for each index, of which only those in sight are in the page. */
export function IndexGrid(props: IndexGridProps): ReactNode {
  const { standings, total, over, podsKnown, cursor, chosen, onMove, onChoose } = props;
  const { say, tell } = useLanguage();
  const scroller = useRef<HTMLDivElement>(null);
  const width = useWidth(scroller);
  const size = sizes[useCoarsePointer() ? "coarse" : "fine"];
  const columns = columnsIn(width, size);
  const lines = Math.ceil(total / columns);
  const lineOf = (index: number) => Math.floor(index / columns);
  const cursorLine = lineOf(cursor);
  const virtual = useVirtualizer({
    count: lines,
    getScrollElement: () => scroller.current,
    estimateSize: () => size.down,
    paddingStart: ringPx,
    paddingEnd: ringPx,
    overscan: 4,
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
      const first = Math.max(0, startIndex - overscan);
      const last = Math.min(count - 1, endIndex + overscan);
      const range = Array.from({ length: last - first + 1 }, (_, i) => first + i);
      // The cell that Tab comes to must not leave the page.
      const isKept = cursorLine < count && (cursorLine < first || cursorLine > last);
      return isKept ? [...range, cursorLine].sort((a, b) => a - b) : range;
    },
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the heights follow from the size alone
  useLayoutEffect(() => virtual.measure(), [virtual, size]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is brought into sight once the width is known
  useEffect(() => {
    if (width !== null) virtual.scrollToIndex(cursorLine, { align: "auto" });
  }, [columns, width === null]);

  const moved = useRef(false);
  useEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    virtual.scrollToIndex(cursorLine, { align: "auto" });
    const cell = scroller.current?.querySelector<HTMLElement>(`[data-index="${cursor}"]`);
    cell?.focus({ preventScroll: true });
  }, [cursor, cursorLine, virtual]);
  const move = (to: number) => {
    moved.current = to !== cursor;
    onMove(to);
  };

  const shown = Math.min(lines, tallest);
  return (
    <div style={sizeStyle(size)}>
      <Axis columns={Math.min(columns, total)} size={size} />
      <div
        ref={scroller}
        className="overflow-x-hidden overflow-y-auto pl-4"
        style={{ height: shown * size.down + 2 * ringPx }}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: a table of 100,000 cells would have to be laid out */}
        <div
          role="grid"
          aria-label={say("Indexes")}
          aria-rowcount={lines}
          className="relative"
          style={{ height: virtual.getTotalSize() }}
          onKeyDown={(event) => {
            const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
            if (altKey || metaKey || shiftKey) return;
            if ((key === "Enter" || key === " ") && !ctrlKey) onChoose(cursor);
            else {
              const page = Math.max(1, shown - 1);
              const to = gridStep(ctrlKey ? `Ctrl ${key}` : key, cursor, total, columns, page);
              if (to === null) return;
              move(to);
            }
            event.preventDefault();
          }}
          onFocus={({ target }) => {
            // Whatever fails meanwhile, the cell that has the focus keeps it.
            const cell = cellOf(target);
            if (cell) onMove(Number(cell.dataset.index));
          }}
          onPointerOver={({ target }) => {
            // Written when somebody looks: most cells only pass by.
            const cell = cellOf(target);
            if (!cell) return;
            const index = Number(cell.dataset.index);
            cell.title = tell(indexText({ standings, over }, index, podsKnown));
          }}
          onClick={({ target }) => {
            const cell = cellOf(target);
            if (!cell) return;
            move(Number(cell.dataset.index));
            onChoose(Number(cell.dataset.index));
          }}
        >
          {virtual.getVirtualItems().map(({ index: line, start }) => (
            <IndexRow
              key={line}
              standings={standings}
              total={total}
              over={over}
              line={line}
              columns={columns}
              top={start}
              cursor={line === cursorLine ? cursor : -1}
              chosen={chosen !== null && line === lineOf(chosen) ? chosen : -1}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

function cellOf(target: EventTarget): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>("[data-index]") : null;
}

/** Above each fifth column what is to be added to the number of the line. */
function Axis(props: { readonly columns: number; readonly size: CellSize }): ReactNode {
  const { columns, size } = props;
  const fifths = Array.from({ length: Math.ceil(columns / 5) }, (_, i) => 5 * i);
  return (
    <div aria-hidden="true" className="relative mx-4 h-3.5 overflow-hidden">
      {fifths.map((column) => (
        <span
          key={column}
          className="index-axis absolute -translate-x-1/2"
          style={{ left: cellLeft(column, size) + size.width / 2 }}
        >
          {column}
        </span>
      ))}
    </div>
  );
}

function sizeStyle(size: CellSize): CSSProperties {
  const properties: Record<`--${string}`, string> = {
    "--cell-width": `${size.width}px`,
    "--cell-height": `${size.height}px`,
    "--cell-gap": `${size.across - size.width}px`,
    "--ten-gap": `${size.ten}px`,
    "--label": `${size.label}px`,
  };
  return properties as CSSProperties;
}
