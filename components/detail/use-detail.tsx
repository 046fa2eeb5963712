"use client";

import { type ReactNode, useState } from "react";
import { useLastSeen } from "#components/last-seen";
import { holdOf } from "#components/list/use-list";
import { useScopedWatch } from "#components/scoped-watch";
import type { Detail, RowOf } from "#lib/api/frames";
import type { ListView, ObjectView } from "#lib/api/scope";
import type { WatchData } from "#lib/client/table-state";
import type { WatchView } from "#lib/client/use-watch";
import {
  failureOf,
  isCurrent,
  isSilent,
  staleSince,
  type ViewState,
  viewStateOf,
} from "#lib/client/view-state";
import { type Text, text } from "#lib/texts/text";

/** The table an object stands in. */
export const tableOf = { cronjob: "cronjobs", job: "jobs", pod: "pods" } as const satisfies Record<
  ObjectView,
  ListView
>;

/** How a watched object stands, whichever kind it is. */
export interface ObjectStanding {
  readonly watch: WatchView;
  readonly state: ViewState;
  /** What was last known of it; null before it was seen. */
  readonly known: { readonly row: RowOf<ListView> } | null;
  /** It was deleted while it was looked at: `known` is what it was last. */
  readonly gone: boolean;
  /** When the data stopped being true, in milliseconds; null while it is. */
  readonly stale: number | null;
  /** Why nothing can be changed now. */
  readonly hold: Text | undefined;
  /** Must be rendered: it holds the stream. */
  readonly feed: ReactNode;
}

/** Nothing was told of it yet, and nothing keeps that from coming. */
export function isAwaited({ watch, state }: ObjectStanding, table: ListView): boolean {
  if (failureOf(watch, table) !== null || isSilent(state)) return false;
  return state === "syncing" || watch.data === null;
}

export interface ObjectDetail<V extends ObjectView> extends ObjectStanding {
  readonly known: Known<V> | null;
}

/** An object with its owner and its children. */
export interface Known<V extends ObjectView> {
  readonly row: RowOf<(typeof tableOf)[V]>;
  readonly detail: Extract<Detail, { kind: V }>["value"] | null;
  readonly tables: WatchData["tables"];
}

/** Watches one object with its owner and its children. */
export function useDetail<V extends ObjectView>(
  view: V,
  namespace: string,
  name: string,
): ObjectDetail<V> {
  const { feed, view: watch } = useScopedWatch({ view, namespace, name });
  const table = tableOf[view];
  const state = viewStateOf(watch, table);
  const seen = useLastSeen(watch.data);
  const [last, setLast] = useState<{ data: WatchData; known: Known<V> } | null>(null);

  const now = watch.data && knownOf(view, watch.data);
  if (watch.data && now && last?.data !== watch.data) setLast({ data: watch.data, known: now });
  const gone = last !== null && now === null && isCurrent(state);
  const readOnly = seen?.cluster.readOnly ?? false;
  return {
    watch,
    state,
    known: now ?? last?.known ?? null,
    gone,
    stale: staleSince(watch, table),
    hold: gone ? text("It was deleted") : holdOf(state, readOnly),
    feed,
  };
}

/**
 * The object of an object view. Its table holds rows of its kind and `detail` is of its kind, which
 * the compiler cannot follow through the type parameter: hence the casts.
 */
function knownOf<V extends ObjectView>(view: V, data: WatchData): Known<V> | null {
  const row = data.tables[tableOf[view]]?.[0] as Known<V>["row"] | undefined;
  if (row === undefined) return null;
  const detail = data.detail?.kind === view ? (data.detail.value as Known<V>["detail"]) : null;
  return { row, detail, tables: data.tables };
}
