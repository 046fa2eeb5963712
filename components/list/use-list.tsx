"use client";

import { type ReactNode, useMemo } from "react";
import { useLastSeen } from "#components/last-seen";
import { useListQuery } from "#components/list/list-query";
import { useScopedWatch } from "#components/scoped-watch";
import type { Beginning, RowOf, Snapshot } from "#lib/api/frames";
import type { ListQuery } from "#lib/api/list-query";
import type { ListView, Scope } from "#lib/api/scope";
import type { WatchView } from "#lib/client/use-watch";
import { isCurrent, type ViewState, viewStateOf } from "#lib/client/view-state";
import { type Text, text } from "#lib/texts/text";

/** A list as the address bar describes it and the cluster fills it. */
export interface List<T extends ListView> {
  readonly view: T;
  readonly query: ListQuery;
  readonly change: ReturnType<typeof useListQuery>[1];
  readonly watch: WatchView;
  readonly state: ViewState;
  /** Null until the first of them are here. */
  readonly rows: readonly RowOf<T>[] | null;
  /** The namespaces asked for, or what the default came to; null while that is not known. */
  readonly namespaces: Snapshot["namespaces"] | null;
  /** Why nothing can be changed now. */
  readonly hold: Text | undefined;
  /** Why nothing can be created: who may not list may create all the same. */
  readonly createHold: Text | undefined;
  /** Must be rendered: it holds the stream. */
  readonly feed: ReactNode;
}

/** What a page knows of its list when it is drawn. */
export interface ListProps {
  readonly beginning?: Beginning | null;
}

export function useList<T extends ListView>(view: T, beginning: Beginning | null): List<T> {
  const [query, change] = useListQuery();
  const { namespaces, selector } = query;
  const scope = useMemo<Scope>(
    () => ({ view, namespaces, selector }),
    [view, namespaces, selector],
  );
  const { feed, view: watch } = useScopedWatch(scope, beginning);
  const seen = useLastSeen(watch.data);
  const state = viewStateOf(watch, view);
  const readOnly = seen?.cluster.readOnly ?? false;
  const resolved = namespaces === "default" ? (watch.data?.namespaces ?? null) : namespaces;
  return {
    view,
    query,
    change,
    watch,
    state,
    rows: rowsOf(watch, view),
    namespaces: resolved,
    hold: holdOf(state, readOnly),
    createHold: holdOf(state === "forbidden" ? "live" : state, readOnly),
    feed,
  };
}

/**
 * The table of the view; null before the cluster has listed it once, for until then an empty table
 * means nothing. (The compiler does not know that `tables[view]` holds the view's rows.)
 */
function rowsOf<T extends ListView>({ data }: WatchView, view: T): readonly RowOf<T>[] | null {
  const rows: readonly RowOf<ListView>[] | undefined = data?.tables[view];
  const isListed = data?.counts[view] !== null || rows?.length !== 0;
  return isListed ? ((rows as readonly RowOf<T>[] | undefined) ?? null) : null;
}

/** Why nothing may be changed just now. */
export function holdOf(state: ViewState, readOnly: boolean): Text | undefined {
  if (readOnly) return text("Batchboard was started with --read-only");
  return isCurrent(state) ? undefined : text("Waits until the connection is back");
}
