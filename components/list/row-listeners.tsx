"use client";

import { useLayoutEffect, useMemo, useRef } from "react";
import type { Selection } from "#components/list/use-selection";

/** What a row tells of itself, by its uid. */
export interface RowListeners {
  /** Its box was pressed, with Shift for a range. */
  onCheck(uid: string, range: boolean): void;
  /** It was pressed, or one of its actions pointed at. */
  onCursor(uid: string): void;
  onPress(uid: string): void;
  /** The action with this id is pointed at or has the focus. */
  onActionShown(id: string): void;
}

/** Who listens to the rows of a table. */
export interface RowsListener {
  onCursor(uid: string): void;
  onPress?(uid: string): void;
  /** The rows that are checked; left out where none can be. */
  readonly selection?: Selection<unknown>;
  onActionShown(id: string): void;
}

/**
 * The listeners of a table's rows, which stay the same whoever listens: with others every row would be
 * drawn anew for a change of one (quality P1).
 */
export function useRowListeners(listening: RowsListener): RowListeners {
  const latest = useRef(listening);
  useLayoutEffect(() => {
    latest.current = listening;
  });
  return useMemo(
    () => ({
      onCheck: (uid, range) => latest.current.selection?.toggle(uid, range),
      onCursor: (uid) => latest.current.onCursor(uid),
      onPress: (uid) => latest.current.onPress?.(uid),
      onActionShown: (id) => latest.current.onActionShown(id),
    }),
    [],
  );
}
