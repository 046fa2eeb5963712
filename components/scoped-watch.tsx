"use client";

import { type ReactNode, startTransition, useLayoutEffect, useMemo, useState } from "react";
import { rowChanges } from "#components/list/row-changes";
import { type Beginning, tableNames } from "#lib/api/frames";
import { formatScope, type Scope } from "#lib/api/scope";
import { dataOf } from "#lib/client/beginning";
import { knownData } from "#lib/client/known-views";
import type { WatchData } from "#lib/client/table-state";
import { unopened, useWatch, type WatchView } from "#lib/client/use-watch";

/**
 * The live view of a scope that may change while the page stays: `useWatch` has to be mounted anew
 * for each scope, so it lives in `feed`, a component that draws nothing and must be rendered.
 */
export function useScopedWatch(
  scope: Scope,
  beginning: Beginning | null = null,
): {
  readonly feed: ReactNode;
  readonly view: WatchView;
} {
  const key = formatScope(scope);
  const [last, setLast] = useState<{ key: string; view: WatchView } | null>(null);
  const begun = useMemo(
    () => (beginning?.scope === key ? dataOf(beginning) : null),
    [beginning, key],
  );
  // What is known of a scope is shown at once: its own stream has yet to be opened.
  const known = useMemo(() => knownData(key) ?? begun, [key, begun]);
  const told = last?.key === key ? last.view : unopened;
  const view = useMemo(() => ({ ...told, data: told.data ?? known }), [told, known]);
  const onView = (next: WatchView) => {
    const show = () => setLast({ key, view: next });
    // Many rows at once may be drawn in several steps, between which the page answers.
    if (last?.key === key && changesManyRows(view, next)) startTransition(show);
    else show();
  };
  return { feed: <Feed key={key} scope={scope} begun={begun} onView={onView} />, view };
}

/** So many are drawn within a frame: what a person waits for is not put off. */
const fewRows = 50;

function changesManyRows(before: WatchView, after: WatchView): boolean {
  const { data } = after;
  if (!before.data || !data || before.connection !== after.connection) return false;
  const { tables } = before.data;
  return tableNames.some((name) => {
    const was: readonly Identified[] = tables[name] ?? [];
    const is: readonly Identified[] = data.tables[name] ?? [];
    return (rowChanges(was, is)?.length ?? Math.abs(is.length - was.length)) > fewRows;
  });
}

interface Identified {
  readonly uid: string;
}

function Feed(props: {
  readonly scope: Scope;
  readonly begun: WatchData | null;
  onView(view: WatchView): void;
}): ReactNode {
  const { scope, begun, onView } = props;
  const view = useWatch(scope, begun);
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once for each view
  useLayoutEffect(() => {
    if (view !== unopened) onView(view);
  }, [view]);
  return null;
}
