"use client";

import { useCallback, useMemo, useState } from "react";

/** The rows that are checked: keys and the bar act on them instead of the cursor row. */
export interface Selection<Row> {
  /** In the order of the list. */
  readonly rows: readonly Row[];
  readonly uids: ReadonlySet<string>;
  /** Checks a row, or no more; with `range` all from the last one that was, as that one now is. */
  toggle(uid: string, range?: boolean): void;
  /** All that are shown, or none where all are. */
  toggleAll(): void;
  clear(): void;
}

const none: ReadonlySet<string> = new Set();

/** What is filtered away or gone is not acted on: it is checked no more once it is out of the list. */
export function useSelection<Row extends { readonly uid: string }>(
  shown: readonly Row[],
): Selection<Row> {
  const [checked, setChecked] = useState(none);
  const [last, setLast] = useState<string | null>(null);
  const rows = useMemo(
    () => (checked.size === 0 ? [] : shown.filter(({ uid }) => checked.has(uid))),
    [shown, checked],
  );
  const uids = useMemo(
    () => (rows.length === 0 ? none : new Set(rows.map(({ uid }) => uid))),
    [rows],
  );
  const toggle = useCallback(
    (uid: string, range = false) => {
      const next = new Set(uids);
      const on = range && last !== null ? uids.has(last) : !uids.has(uid);
      for (const one of range ? between(shown, last, uid) : [uid]) {
        if (on) next.add(one);
        else next.delete(one);
      }
      setChecked(next);
      if (!range) setLast(uid);
    },
    [shown, uids, last],
  );
  const toggleAll = useCallback(() => {
    setChecked(uids.size === shown.length ? none : new Set(shown.map(({ uid }) => uid)));
  }, [shown, uids]);
  const clear = useCallback(() => setChecked(none), []);
  return useMemo(
    () => ({ rows, uids, toggle, toggleAll, clear }),
    [rows, uids, toggle, toggleAll, clear],
  );
}

/** The rows from one to the other, both included; the other alone where the one is not shown. */
function between(
  shown: readonly { readonly uid: string }[],
  from: string | null,
  to: string,
): readonly string[] {
  const uids = shown.map(({ uid }) => uid);
  const start = from === null ? -1 : uids.indexOf(from);
  const end = uids.indexOf(to);
  if (start < 0 || end < 0) return [to];
  return uids.slice(Math.min(start, end), Math.max(start, end) + 1);
}
