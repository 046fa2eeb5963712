"use client";

import { useMemo, useState } from "react";
import { type FittedColumn, fitColumns, type Layout } from "#components/list/fit-columns";
import type { Column } from "#lib/printers/column";

/** `fitColumns`, the same array as long as the same columns have the same widths. */
export function useFittedColumns<Row extends { readonly uid: string }>(
  columns: readonly Column<Row>[],
  layouts: Readonly<Record<string, Layout>>,
  rows: readonly Row[],
  availablePx: number,
): readonly FittedColumn<Row>[] {
  const fresh = useMemo(
    () => fitColumns(columns, layouts, rows, availablePx),
    [columns, layouts, rows, availablePx],
  );
  const [kept, setKept] = useState(fresh);
  if (alike(kept, fresh)) return kept;
  setKept(fresh);
  return fresh;
}

function alike<Row>(a: readonly FittedColumn<Row>[], b: readonly FittedColumn<Row>[]): boolean {
  if (a === b) return true;
  return (
    a.length === b.length &&
    a.every(({ column, track }, i) => column === b[i]?.column && track === b[i]?.track)
  );
}
