"use client";

import { useMemo, useState } from "react";
import { keepPlaces } from "#components/list/keep-places";
import type { NamedRow } from "#components/list/select-rows";

export interface ArrivalsOptions<Row extends NamedRow> {
  /** Filtered and sorted. */
  readonly rows: readonly Row[];
  /** Before the filters. */
  readonly all: readonly Row[];
  /** uids of rows that were deleted a moment ago. */
  readonly gone: ReadonlySet<string>;
  /** What was asked for: an answer to another question is shown at once. */
  readonly query: unknown;
  /** Nothing may move now. */
  readonly hold: boolean;
}

export interface Arrivals<Row extends NamedRow> {
  readonly rows: readonly Row[];
  readonly gone: ReadonlySet<string>;
  /** The rows that decide how wide the columns are. */
  readonly measured: readonly Row[];
  /** How many rows have come and wait. */
  readonly waiting: number;
}

/** The rows to draw: while `hold` is on, those that are drawn keep their places and new ones wait. */
export function useArrivals<Row extends NamedRow>(options: ArrivalsOptions<Row>): Arrivals<Row> {
  const { rows, all, gone, query, hold } = options;
  const [held, setHeld] = useState<Pick<ArrivalsOptions<Row>, "rows" | "all" | "query"> | null>(
    null,
  );
  const shown = hold && held?.query === query ? held : null;
  if (hold && shown === null && rows.length > 0) setHeld({ rows, all, query });
  if (!hold && held !== null) setHeld(null);

  return useMemo(() => {
    if (shown === null) return { rows, gone, measured: all, waiting: 0 };
    const kept = keepPlaces(shown.rows, rows, all);
    return {
      rows: kept.rows,
      gone: kept.gone.length === 0 ? gone : new Set([...gone, ...kept.gone]),
      measured: shown.all,
      waiting: kept.waiting,
    };
  }, [shown, rows, all, gone]);
}
