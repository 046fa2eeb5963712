import type { NamedRow } from "#components/list/select-rows";

/** A row that was changed, and what it has become. */
export interface RowChange<Row> {
  readonly was: Row;
  readonly is: Row;
}

/**
 * What differs between two lists of the same objects in the same places; null where one came, went
 * or moved. What is known of the first list can then be known of the second by its changes alone.
 */
export function rowChanges<Row extends Pick<NamedRow, "uid">>(
  before: readonly Row[],
  after: readonly Row[],
): readonly RowChange<Row>[] | null {
  if (before === after) return [];
  if (before.length !== after.length) return null;
  const changes: RowChange<Row>[] = [];
  for (let i = 0; i < after.length; i++) {
    const [was, is] = [before[i], after[i]];
    if (was === is || !was || !is) continue;
    if (was.uid !== is.uid) return null;
    changes.push({ was, is });
  }
  return changes;
}
