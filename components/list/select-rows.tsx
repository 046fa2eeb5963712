import type { Sort } from "#lib/api/list-query";
import { keyOf } from "#lib/api/rows";
import type { Column } from "#lib/printers/column";

export interface NamedRow {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/** The rows whose name holds `q`, or whose `namespace/name` does when it has a slash; case is ignored. */
export function matchName<Row extends NamedRow>(rows: readonly Row[], q: string): readonly Row[] {
  const part = q.trim().toLowerCase();
  if (part === "") return rows;
  const text = part.includes("/") ? keyOf : (row: Row) => row.name;
  return rows.filter((row) => text(row).includes(part));
}

/** The rows in one of these states; all of them where none is named. */
export function matchStatus<Row>(
  rows: readonly Row[],
  statuses: readonly string[],
  statusesOf: (row: Row) => readonly string[],
): readonly Row[] {
  if (statuses.length === 0) return rows;
  return rows.filter((row) => statusesOf(row).some((status) => statuses.includes(status)));
}

/** The rows that have been suspended for longer, in milliseconds; all of them where none is asked for. */
export function matchSuspended<Row>(
  rows: readonly Row[],
  forMs: number | null,
  since: ((row: Row) => number | null) | undefined,
  nowMs: number,
): readonly Row[] {
  if (forMs === null || !since) return rows;
  return rows.filter((row) => {
    const from = since(row);
    return from !== null && nowMs - from > forMs;
  });
}

/** How many rows are in each state. */
export function countStatuses<Row>(
  rows: readonly Row[],
  statusesOf: (row: Row) => readonly string[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) {
    for (const status of statusesOf(row)) counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  return counts;
}

/**
 * The rows by one of the columns; those that are equal in it keep kubectl's order, in which they
 * come. `nowMs` decides between durations that still run.
 */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sort: Sort | null,
  nowMs: number,
): readonly Row[] {
  const column = columns.find(({ id }) => id === sort?.column);
  if (!sort || !column) return rows;
  const sign = sort.descending ? -1 : 1;
  return rows.toSorted((a, b) => sign * column.compare(a, b, nowMs));
}

/** The name that takes the fewest edits to become `q`, if that is not nearly all of it. */
export function closestName(names: Iterable<string>, q: string): string | null {
  const wanted = q.trim().toLowerCase();
  let best: { name: string; edits: number } | null = null;
  for (const name of names) {
    const edits = editsBetween(wanted, name);
    if (!best || edits < best.edits) best = { name, edits };
  }
  return best && best.edits < Math.max(1, wanted.length / 2) ? best.name : null;
}

/** Edits that make `part` a part of `text`: insertions, deletions and replacements of a letter. */
function editsBetween(part: string, text: string): number {
  // What stands before and after the part in the text costs nothing.
  let line = new Array<number>(text.length + 1).fill(0);
  for (const [i, letter] of [...part].entries()) {
    const next = [i + 1];
    for (let j = 0; j < text.length; j++) {
      const replace = (line[j] ?? 0) + (letter === text[j] ? 0 : 1);
      next.push(Math.min(replace, (line[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    line = next;
  }
  return Math.min(...line);
}
