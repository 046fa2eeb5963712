"use client";

import { useEffect, useMemo, useState } from "react";
import { rowChanges } from "#components/list/row-changes";
import { keyOf } from "#lib/api/rows";
import { kubectlOrder } from "#lib/printers/order";
import { systemClock } from "#lib/time/clock";

/** How long a deleted row stays, struck through. */
const lingerMs = 1000;
/** More than these at once are another list and not deletions to follow by eye. */
const followed = 50;

interface Named {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/**
 * The rows together with those that were deleted within the last second, in kubectl's order. Rows of
 * another scope, and those of null (there is no list yet), were not deleted.
 */
export function useLingering<Row extends Named>(
  rows: readonly Row[] | null,
  scope: string,
): { readonly rows: readonly Row[]; readonly gone: ReadonlySet<string> } {
  const [seen, setSeen] = useState({ rows, scope, left: none as readonly Row[] });
  const [leaving, setLeaving] = useState<readonly Row[]>(none);
  if (seen.rows !== rows || seen.scope !== scope) {
    const goesOn = rows !== null && seen.scope === scope;
    const left = goesOn ? missing(seen.rows ?? none, rows) : none;
    const follow = left.length <= followed ? left : none;
    setSeen({ rows, scope, left: follow });
    if (follow.length + leaving.length > 0) {
      setLeaving(goesOn ? [...missing(leaving, rows), ...follow] : none);
    }
  }
  const { left } = seen;
  useEffect(() => {
    if (left.length === 0) return;
    systemClock.after(lingerMs, () =>
      setLeaving((all) => all.filter((row) => !left.includes(row))),
    );
  }, [left]);

  return useMemo(() => {
    if (rows === null || leaving.length === 0) return { rows: rows ?? none, gone: noUids };
    return {
      rows: [...rows, ...leaving].sort(kubectlOrder),
      gone: new Set(leaving.map(({ uid }) => uid)),
    };
  }, [rows, leaving]);
}

const none: readonly never[] = [];
const noUids: ReadonlySet<string> = new Set();

/** The rows of a list that are not in the next one, nor another under their name. */
function missing<Row extends Named>(rows: readonly Row[], next: readonly Row[]): readonly Row[] {
  if (rowChanges(rows, next)) return none;
  const uids = new Set(next.map(({ uid }) => uid));
  const left = rows.filter(({ uid }) => !uids.has(uid));
  if (left.length === 0) return left;
  const keys = new Set(next.map(keyOf));
  return left.filter((row) => !keys.has(keyOf(row)));
}
