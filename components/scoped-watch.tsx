"use client";

import { type ReactNode, startTransition, useLayoutEffect, useMemo, useState } from "react";
import { formatScope, type Scope } from "#lib/api/scope";
import { knownData } from "#lib/client/known-views";
import { useWatch, type WatchView } from "#lib/client/use-watch";

const connecting: WatchView = {
  data: null,
  connection: { state: "connecting" },
  retryNow: () => {},
};

/**
 * The live view of a scope that may change while the page stays: `useWatch` has to be mounted anew
 * for each scope, so it lives in `feed`, a component that draws nothing and must be rendered.
 */
export function useScopedWatch(scope: Scope): {
  readonly feed: ReactNode;
  readonly view: WatchView;
} {
  const key = formatScope(scope);
  const [last, setLast] = useState({ key, view: connecting });
  // What is known of a scope is shown at once: its own stream has yet to be opened.
  const view = useMemo(() => ({ ...connecting, data: knownData(key) }), [key]);
  const onView = (view: WatchView) => {
    const show = () => setLast({ key, view });
    // Many rows at once may be drawn in several steps, between which the page answers.
    if (last.key === key && isChangeOfRows(last.view, view)) startTransition(show);
    else show();
  };
  return {
    feed: <Feed key={key} scope={scope} onView={onView} />,
    view: last.key === key ? last.view : view,
  };
}

function isChangeOfRows(before: WatchView, after: WatchView): boolean {
  return before.data !== null && after.data !== null && before.connection === after.connection;
}

function Feed(props: { readonly scope: Scope; onView(view: WatchView): void }): ReactNode {
  const { scope, onView } = props;
  const view = useWatch(scope);
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once for each view
  useLayoutEffect(() => onView(view), [view]);
  return null;
}
