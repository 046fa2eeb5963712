"use client";

import { useLayoutEffect, useRef } from "react";
import type { FittedColumn } from "#components/list/fit-columns";
import type { NamedRow } from "#components/list/select-rows";
import { serverClock } from "#lib/client/server-clock";
import { inEnglish } from "#lib/texts/wording";

/** How often each cell of a row has changed, by the id of its column; one that has not is left out. */
export type CellChanges = ReadonlyMap<string, number>;

const none: CellChanges = new Map();

/**
 * How often what the cells say has changed since the row is on screen; neither the passing of time
 * nor another row in its place is a change.
 */
export function useCellChanges<Row extends NamedRow>(
  columns: readonly FittedColumn<Row>[],
  row: Row,
): CellChanges {
  // As it was drawn last: what was begun and given up is no change that anyone has seen.
  const drawn = useRef({ row, changes: none });
  const changes = changesAfter(drawn.current, columns, row);
  useLayoutEffect(() => {
    drawn.current = { row, changes };
  });
  return changes;
}

function changesAfter<Row extends NamedRow>(
  drawn: { readonly row: Row; readonly changes: CellChanges },
  columns: readonly FittedColumn<Row>[],
  row: Row,
): CellChanges {
  if (drawn.row === row) return drawn.changes;
  if (drawn.row.uid !== row.uid) return none;
  const now = serverClock.now();
  const changed = columns.filter(({ column }) =>
    column.ticking
      ? column.compare(drawn.row, row, now) !== 0
      : inEnglish(column.text(drawn.row, 0)) !== inEnglish(column.text(row, 0)),
  );
  if (changed.length === 0) return drawn.changes;
  const changes = new Map(drawn.changes);
  for (const { column } of changed) changes.set(column.id, (changes.get(column.id) ?? 0) + 1);
  return changes;
}
