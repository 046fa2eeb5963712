import { rowChanges } from "#components/list/row-changes";
import type { Column } from "#lib/printers/column";
import type { Text } from "#lib/texts/text";

interface Identified {
  readonly uid: string;
}

/** How many rows have a cell of which length, by column. */
type Lengths = readonly (readonly number[])[];

/** What was measured last, by its columns. */
const latest = new WeakMap<object, { rows: readonly Identified[]; lengths: Lengths }>();

/**
 * The length of the longest cell of each column; those that tick, or say something in words of ours,
 * have a fixed width. Of a list that differs from the last one by some changed rows only those are
 * measured.
 */
export function longestTexts<Row extends Identified>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): readonly number[] {
  const last = latest.get(columns);
  const changes = last && rowChanges(last.rows as readonly Row[], rows);
  const lengths = columns.map((_, i) => (changes ? [...(last.lengths[i] ?? [])] : []));
  const add = (row: Row, by: number) => {
    const measured = lengthsOf(columns, row);
    for (let i = 0; i < measured.length; i++) {
      const counts = lengths[i];
      const length = measured[i] ?? 0;
      if (!counts) continue;
      while (counts.length <= length) counts.push(0);
      counts[length] = (counts[length] ?? 0) + by;
    }
  };
  if (!changes) for (const row of rows) add(row, 1);
  for (const { was, is } of changes ?? []) {
    add(is, 1);
    add(was, -1);
  }
  latest.set(columns, { rows, lengths });
  return lengths.map((counts) =>
    Math.max(
      0,
      counts.findLastIndex((count) => count > 0),
    ),
  );
}

const measured = new WeakMap<object, { of: readonly unknown[]; lengths: readonly number[] }>();

/**
 * The lengths of a row's cells; rows never change, so each cell is measured once. For fewer columns
 * than were measured nothing is noted anew: thousands of notes are what garbage collection waits for.
 */
function lengthsOf<Row extends object>(
  columns: readonly Column<Row>[],
  row: Row,
): readonly number[] {
  const known = measured.get(row);
  if (known?.of === columns) return known.lengths;
  let isKnown = true;
  const lengths = columns.map((column) => {
    const length = known?.lengths[known.of.indexOf(column)];
    if (length === undefined) isKnown = false;
    return length ?? (column.ticking ? 0 : lengthOf(column.text(row, 0)));
  });
  if (!isKnown) measured.set(row, { of: columns, lengths });
  return lengths;
}

const lengthOf = (text: Text): number => (typeof text === "string" ? text.length : 0);
