import { rowChanges } from "#components/list/row-changes";
import { countStatuses, type NamedRow } from "#components/list/select-rows";

interface Counted {
  readonly rows: readonly NamedRow[];
  readonly counts: ReadonlyMap<string, number>;
}

/** What was counted last, by how it is counted. */
const latest = new WeakMap<object, Counted>();

/** `countStatuses`, by what was counted last where the same rows are in the list. */
export function statusCounts<Row extends NamedRow>(
  rows: readonly Row[],
  statusesOf: (row: Row) => readonly string[],
): ReadonlyMap<string, number> {
  const last = latest.get(statusesOf);
  const changes = last && rowChanges(last.rows as readonly Row[], rows);
  const counts = changes ? new Map(last.counts) : new Map(countStatuses(rows, statusesOf));
  const add = (row: Row, by: number) => {
    for (const status of statusesOf(row)) {
      const count = (counts.get(status) ?? 0) + by;
      if (count === 0) counts.delete(status);
      else counts.set(status, count);
    }
  };
  for (const { was, is } of changes ?? []) {
    add(is, 1);
    add(was, -1);
  }
  latest.set(statusesOf, { rows, counts });
  return counts;
}
