interface Identified {
  readonly uid: string;
}

export interface KeptRows<Row> {
  readonly rows: readonly Row[];
  /** uids of kept rows whose object is no longer there. */
  readonly gone: readonly string[];
  /** How many rows have come since. */
  readonly waiting: number;
}

/**
 * The rows of `shown` in the places they have: each as it is now in `all`, and as it was last where it
 * is no longer there. What `rows`, which is `all` filtered and sorted, has beyond them waits.
 */
export function keepPlaces<Row extends Identified>(
  shown: readonly Row[],
  rows: readonly Row[],
  all: readonly Row[],
): KeptRows<Row> {
  const present = new Map(all.map((row) => [row.uid, row]));
  const kept = new Set(shown.map(({ uid }) => uid));
  return {
    rows: shown.map((row) => present.get(row.uid) ?? row),
    gone: shown.map(({ uid }) => uid).filter((uid) => !present.has(uid)),
    waiting: rows.filter(({ uid }) => !kept.has(uid)).length,
  };
}
