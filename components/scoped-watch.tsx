"use client";

import { type ReactNode, useLayoutEffect, useState } from "react";
import { formatScope, type Scope } from "#lib/api/scope";
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
  return {
    feed: <Feed key={key} scope={scope} onView={(view) => setLast({ key, view })} />,
    view: last.key === key ? last.view : connecting,
  };
}

function Feed(props: { readonly scope: Scope; onView(view: WatchView): void }): ReactNode {
  const { scope, onView } = props;
  const view = useWatch(scope);
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once for each view
  useLayoutEffect(() => onView(view), [view]);
  return null;
}
