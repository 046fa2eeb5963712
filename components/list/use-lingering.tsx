"use client";

import { useEffect, useMemo, useState } from "react";
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

/** The rows together with those that were deleted within the last second, in kubectl's order. */
export function useLingering<Row extends Named>(
  rows: readonly Row[],
): { readonly rows: readonly Row[]; readonly gone: ReadonlySet<string> } {
  const [seen, setSeen] = useState({ rows, left: [] as readonly Row[] });
  const [leaving, setLeaving] = useState<readonly Row[]>([]);
  if (seen.rows !== rows) {
    const here = new Set(rows.map(({ uid }) => uid));
    const left = seen.rows.filter(({ uid }) => !here.has(uid));
    const follow = left.length <= followed && rows.length > 0 ? left : [];
    setSeen({ rows, left: follow });
    if (follow.length + leaving.length > 0) {
      setLeaving([...leaving.filter(({ uid }) => !here.has(uid)), ...follow]);
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
    if (leaving.length === 0) return { rows, gone: none };
    return {
      rows: [...rows, ...leaving].sort(kubectlOrder),
      gone: new Set(leaving.map(({ uid }) => uid)),
    };
  }, [rows, leaving]);
}

const none: ReadonlySet<string> = new Set();
