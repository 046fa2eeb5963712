"use client";

import { useCallback, useState } from "react";

export interface Cursor<Row> {
  readonly row: Row | undefined;
  /** Grows with each move by a key. */
  readonly moves: number;
  /** Puts it on a row without a move of the view. */
  set(uid: string): void;
  /** Moves it by so many rows, stopping at either end. */
  move(by: number): void;
}

/**
 * The row the keys act on. It follows its object when the order changes; when the object is gone,
 * it stays at its place and goes with the object that is there now. It begins on the first row, and
 * stays there while rows are still being listed, unless it was moved.
 */
export function useCursor<Row extends { readonly uid: string }>(
  rows: readonly Row[],
  areListed = true,
): Cursor<Row> {
  const [place, setPlace] = useState<{ uid: string; index: number } | null>(null);
  const [moves, setMoves] = useState(0);
  const found = rows.findIndex(({ uid }) => uid === place?.uid);
  const index = found >= 0 ? found : Math.max(0, Math.min(place?.index ?? 0, rows.length - 1));
  const row = rows[index];
  // Whoever is shown as the cursor row is the one: a row that arrives above it must not take its keys.
  const adopts = areListed || place !== null;
  if (adopts && row && (row.uid !== place?.uid || index !== place.index)) {
    setPlace({ uid: row.uid, index });
  }

  const set = useCallback((uid: string) => setPlace({ uid, index: 0 }), []);
  const move = useCallback(
    (by: number) => {
      const next = Math.max(0, Math.min(index + by, rows.length - 1));
      const target = rows[next];
      if (target) setPlace({ uid: target.uid, index: next });
      setMoves((count) => count + 1);
    },
    [rows, index],
  );
  return { row, moves, set, move };
}
