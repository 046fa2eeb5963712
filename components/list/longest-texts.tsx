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
 * measured. Nothing is noted by row: a text is said again as soon as its length is looked up, and
 * 50,000 notes are there for garbage collection to read.
 */
export function longestTexts<Row extends Identified>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): readonly number[] {
  const last = latest.get(columns);
  const changes = last && rowChanges(last.rows as readonly Row[], rows);
  const lengths = columns.map((_, i) => (changes ? [...(last.lengths[i] ?? [])] : []));
  for (const [i, column] of columns.entries()) {
    const counts = lengths[i];
    if (column.ticking || !counts) continue;
    const add = (row: Row, by: number) => {
      const length = lengthOf(column.text(row, 0));
      while (counts.length <= length) counts.push(0);
      counts[length] = (counts[length] ?? 0) + by;
    };
    if (!changes) for (const row of rows) add(row, 1);
    for (const { was, is } of changes ?? []) {
      add(is, 1);
      add(was, -1);
    }
  }
  latest.set(columns, { rows, lengths });
  return lengths.map((counts) =>
    Math.max(
      0,
      counts.findLastIndex((count) => count > 0),
    ),
  );
}

const lengthOf = (text: Text): number => (typeof text === "string" ? text.length : 0);
