"use client";

import { type ReactNode, useMemo, useRef, useState } from "react";
import { BulkBar } from "#components/actions/bulk-bar";
import { undoLast } from "#components/actions/run-actions";
import { actionsPx, selectPx } from "#components/data-table";
import { Dock } from "#components/dock";
import { useLanguage } from "#components/language";
import { useLastSeen } from "#components/last-seen";
import { FailureAnnouncer } from "#components/list/failure-announcer";
import { ListBody } from "#components/list/list-body";
import { ListStatus } from "#components/list/list-status";
import type { ListTable } from "#components/list/list-table";
import { ListToolbar } from "#components/list/list-toolbar";
import {
  matchName,
  matchStatus,
  matchSuspended,
  type NamedRow,
  sortRows,
} from "#components/list/select-rows";
import { statusCounts } from "#components/list/status-counts";
import { useArrivals } from "#components/list/use-arrivals";
import { useBusyPointer } from "#components/list/use-busy-pointer";
import { useCursor } from "#components/list/use-cursor";
import { useFittedColumns } from "#components/list/use-fitted-columns";
import { useLingering } from "#components/list/use-lingering";
import type { List } from "#components/list/use-list";
import { useCreateAction, useListActions } from "#components/list/use-list-actions";
import { useListKeys } from "#components/list/use-list-keys";
import { useSelection } from "#components/list/use-selection";
import { useCoarsePointer, useWidth } from "#components/list/use-viewport";
import { Shell } from "#components/shell";
import { titleOf } from "#components/tabs";
import { keyOf } from "#lib/api/rows";
import { formatScope, type ListView } from "#lib/api/scope";
import { serverClock } from "#lib/client/server-clock";
import { hasJustBegun, isCurrent, isSilent, type ViewState } from "#lib/client/view-state";
import { lineOf } from "#lib/line/view-line";
import type { Column } from "#lib/printers/column";
import { namespaceColumn } from "#lib/printers/columns";
import { type Text, text } from "#lib/texts/text";

/** Below it the rows are cards. */
const cardsBelowPx = 720;

export interface ListPageProps<Row extends NamedRow> {
  readonly list: List<ListView>;
  readonly table: ListTable<Row>;
  /** Null until the first of them are here. */
  readonly rows: readonly Row[] | null;
}

/** One of the three lists: what is asked for, what there is, and what can be done with it. */
export function ListPage<Row extends NamedRow>(props: ListPageProps<Row>): ReactNode {
  const { list, table } = props;
  const { query, watch, namespaces } = list;
  const { tell } = useLanguage();
  const seen = useLastSeen(watch.data);
  const filterRef = useRef<HTMLInputElement>(null);
  const namespaceRef = useRef<HTMLButtonElement>(null);
  const mainRef = useRef<HTMLDivElement>(null);
  const width = useWidth(mainRef);
  const coarse = useCoarsePointer();
  const cards = width !== null && width < cardsBelowPx;
  // Rows that come as they are listed are no change.
  const changedAt = useChangedAt(list.state === "syncing" ? null : props.rows);

  const scope = formatScope({
    view: list.view,
    namespaces: query.namespaces,
    selector: query.selector,
  });
  const { rows: all, gone } = useLingering(props.rows, scope);
  const named = useMemo(() => matchName(all, query.q), [all, query.q]);
  const counts = useMemo(() => statusCounts(named, table.statusesOf), [named, table.statusesOf]);
  const { wide, columns: chosen, statuses, suspendedFor, sort } = query;
  const isOne = namespaces !== null && namespaces !== "*" && namespaces.length === 1;
  // What was measured of the rows holds for these columns: they are others only when they differ.
  const columns = useMemo(
    () => chosenColumns(table, { wide, columns: chosen }, isOne, cards),
    [table, wide, chosen, isOne, cards],
  );
  const sorted = useMemo(() => {
    const now = serverClock.now();
    const ofStatus = matchStatus(named, statuses, table.statusesOf);
    const matching = matchSuspended(ofStatus, suspendedFor, table.suspendedSince, now);
    return sortRows(matching, allColumns(table), sort, now);
  }, [named, statuses, suspendedFor, sort, table]);
  const limited = !wide && chosen === null && !cards;
  const room = limited ? (width ?? 1440) - actionsPx - selectPx : Number.POSITIVE_INFINITY;

  const pointer = useBusyPointer();
  const selection = useSelection(sorted);
  const hold = (pointer.busy || selection.uids.size > 0) && isCurrent(list.state);
  const arrivals = useArrivals({ rows: sorted, all, gone, query, hold });
  const { rows } = arrivals;
  const fitted = useFittedColumns(columns, table.layouts, arrivals.measured, room);

  const cursor = useCursor(rows, list.state !== "syncing");
  const [marked, setMarked] = useState<string | null>(null);
  const isGone = cursor.row !== undefined && arrivals.gone.has(cursor.row.uid);
  const actions = useListActions(list, table, isGone ? undefined : cursor.row, selection.rows);
  const create = useCreateAction(list);
  useListKeys({
    list,
    table,
    cursor,
    selection,
    actions: actions.keys,
    filterRef,
    namespaceRef,
    undo: undoLast,
    create: create.run,
  });

  // Numbers of the first rows alone would be taken for those of all.
  const counted = !hasJustBegun(watch, list.view) || watch.data?.counts[list.view] !== null;
  const command = lineOf({
    kind: "list",
    view: list.view,
    query: { ...query, namespaces: namespaces ?? "*" },
  });
  return (
    <Shell
      section={list.view}
      watch={watch}
      command={command}
      toolbar={
        <ListToolbar
          list={list}
          table={table}
          counts={counted ? counts : uncounted}
          total={props.rows === null || !counted ? null : named.length}
          choices={seen?.choices ?? { names: [], complete: false }}
          cards={cards}
          shown={columns.map(({ id }) => id)}
          filterRef={filterRef}
          namespaceRef={namespaceRef}
          create={create}
        />
      }
      dock={
        actions.bulk.length > 0 ? (
          <BulkBar
            count={selection.rows.length}
            actions={actions.bulk}
            marked={marked}
            onMark={setMarked}
            onClear={selection.clear}
          />
        ) : cursor.row === undefined || isGone ? null : (
          <Dock
            subject={keyOf(cursor.row)}
            actions={actions.row}
            marked={marked}
            onMark={setMarked}
          />
        )
      }
      statusLine={
        list.state === "forbidden" || props.rows === null || !counted ? (
          <span>{tell(withoutRows(list.state, table.view))}</span>
        ) : (
          <ListStatus
            title={titleOf(table.view)}
            matching={sorted.length}
            total={all.length}
            changedAt={changedAt}
            waiting={arrivals.waiting}
            legend={table.legend}
          />
        )
      }
    >
      {list.feed}
      <h1 className="sr-only">{tell(titleOf(table.view))}</h1>
      <div
        ref={mainRef}
        // A narrow window shows cards, as soon as it was measured.
        className={`flex min-h-0 flex-1 flex-col ${width === null ? "max-card:invisible" : ""}`}
        {...pointer.listeners}
      >
        <FailureAnnouncer
          key={scope}
          table={table}
          // Half a list is no news either.
          rows={isCurrent(list.state) ? props.rows : null}
        />
        <ListBody
          list={list}
          table={table}
          isLoaded={props.rows !== null}
          all={all}
          rows={rows}
          columns={fitted}
          cards={cards}
          rowPx={coarse ? 44 : 32}
          cursor={cursor}
          selection={selection}
          gone={arrivals.gone}
          onActionShown={setMarked}
          namespaceRef={namespaceRef}
        />
      </div>
    </Shell>
  );
}

const uncounted: ReadonlyMap<string, number> = new Map();

/** What the status line says of a list that is not here: never that there is nothing in it. */
function withoutRows(state: ViewState, view: ListView): Text {
  const title = titleOf(view);
  if (state === "forbidden") return text("No access to {title}", { title });
  return isSilent(state) || state === "error"
    ? text("{title} are not known", { title })
    : text("Listing {title}", { title });
}

/** NAMESPACE stands before NAME unless one namespace is asked for, as with kubectl. */
function chosenColumns<Row extends NamedRow>(
  table: ListTable<Row>,
  query: Pick<List<ListView>["query"], "wide" | "columns">,
  isOne: boolean,
  cards: boolean,
): readonly Column<Row>[] {
  const onCard = new Set(table.card.flat());
  const own = table.columns.filter(({ id, wide }) => {
    if (cards) return onCard.has(id);
    return query.columns === null
      ? !wide || query.wide
      : id === "name" || query.columns.includes(id);
  });
  return isOne ? own : [namespaceColumn, ...own];
}

function allColumns<Row extends NamedRow>(table: ListTable<Row>): readonly Column<Row>[] {
  return [namespaceColumn, ...table.columns];
}

/** When the rows last changed, on the server's clock; null before the first change. */
function useChangedAt(rows: unknown): number | null {
  const [seen, setSeen] = useState<{ rows: unknown; at: number | null }>({ rows, at: null });
  if (seen.rows === rows) return seen.at;
  const next = { rows, at: seen.rows === null ? null : serverClock.now() };
  setSeen(next);
  return next.at;
}
