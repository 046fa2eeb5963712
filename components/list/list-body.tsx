"use client";

import type { ReactNode, RefObject } from "react";
import { DataTable } from "#components/data-table";
import { Forbidden } from "#components/forbidden";
import { useLanguage } from "#components/language";
import type { FittedColumn } from "#components/list/fit-columns";
import { ViewBanner } from "#components/list/list-banners";
import { nextSort } from "#components/list/list-query";
import { Empty, Failed, Loading, NoAnswerYet, NoMatch } from "#components/list/list-states";
import type { ListTable } from "#components/list/list-table";
import { closestName, type NamedRow } from "#components/list/select-rows";
import type { Cursor } from "#components/list/use-cursor";
import type { List } from "#components/list/use-list";
import type { Selection } from "#components/list/use-selection";
import { titleOf } from "#components/tabs";
import { Button } from "#components/ui/button";
import type { ListView } from "#lib/api/scope";
import { FrozenNow } from "#lib/client/use-now";
import {
  failureOf,
  hasJustBegun,
  isSilent,
  progressOf,
  readableOf,
  staleSince,
} from "#lib/client/view-state";

export interface ListBodyProps<Row extends NamedRow> {
  readonly list: List<ListView>;
  readonly table: ListTable<Row>;
  readonly isLoaded: boolean;
  /** Before the filters. */
  readonly all: readonly Row[];
  readonly rows: readonly Row[];
  readonly columns: readonly FittedColumn<Row>[];
  readonly cards: boolean;
  readonly rowPx: number;
  readonly cursor: Cursor<Row>;
  readonly selection: Selection<Row>;
  readonly gone: ReadonlySet<string>;
  onActionShown(id: string): void;
  readonly namespaceRef: RefObject<HTMLButtonElement | null>;
}

/** The rows with what must be said about them, or what stands in their place. */
export function ListBody<Row extends NamedRow>(props: ListBodyProps<Row>): ReactNode {
  const { list, table, cursor } = props;
  const { query, change, watch, state } = list;
  const { say } = useLanguage();
  const title = titleOf(list.view);
  const stale = staleSince(watch, list.view);
  const error = failureOf(watch, list.view);
  const rowsStay = props.all.length > 0;
  const isOld = stale !== null && !hasJustBegun(watch, list.view);

  if (error && !rowsStay) {
    return (
      <div className="min-h-0 flex-1 overflow-auto">
        {state === "forbidden" ? (
          <Forbidden
            view={list.view}
            title={title}
            where={list.namespaces ?? "*"}
            message={error.message}
            readable={readableOf(list.watch, list.view)}
            heading="h2"
          >
            <Button
              variant="primary"
              hotkey="n"
              onClick={() => props.namespaceRef.current?.click()}
            >
              {say("Choose a namespace")}
            </Button>
          </Forbidden>
        ) : (
          <Failed
            error={error}
            selector={query.selector}
            onRetry={watch.retryNow}
            onClearSelector={() => void change({ l: null })}
          />
        )}
      </div>
    );
  }
  return (
    <>
      <ViewBanner watch={watch} table={list.view} />
      <FrozenNow value={stale}>
        <div className={`flex min-h-0 flex-1 flex-col ${isOld || error ? "stale" : ""}`}>
          <DataTable
            table={table}
            rows={props.rows}
            columns={props.columns}
            cards={props.cards}
            rowPx={props.rowPx}
            sort={query.sort}
            onSort={(column) => void change({ sort: nextSort(query.sort, column) })}
            cursor={cursor.row?.uid ?? null}
            moves={cursor.moves}
            onCursor={cursor.set}
            selection={props.selection}
            gone={props.gone}
            busy={state === "syncing"}
            onActionShown={props.onActionShown}
          >
            {props.rows.length > 0 ? null : <InPlaceOfRows {...props} />}
          </DataTable>
        </div>
      </FrozenNow>
    </>
  );
}

function InPlaceOfRows<Row extends NamedRow>(props: ListBodyProps<Row>): ReactNode {
  const { list, all } = props;
  const { query, change, namespaces, state } = list;
  const { say } = useLanguage();
  const title = titleOf(list.view);
  if (!props.isLoaded && isSilent(state)) {
    return (
      <NoAnswerYet from={state === "stale" ? "The cluster" : "Batchboard"}>
        {say("Whether there are {title} is not known. They appear as soon as it answers.", {
          title,
        })}
      </NoAnswerYet>
    );
  }
  if (!props.isLoaded || namespaces === null || (all.length === 0 && state === "syncing")) {
    const progress = progressOf(list.watch.data?.states[list.view]);
    return <Loading title={title} progress={progress} />;
  }
  if (all.length > 0) {
    return (
      <NoMatch
        title={title}
        total={all.length}
        q={query.q}
        statuses={query.statuses}
        closest={query.q === "" ? null : closestName(new Set(all.map(({ name }) => name)), query.q)}
        onClosest={(name) => void change({ q: name, status: null })}
        onClear={() => void change({ q: null, status: null })}
      />
    );
  }
  return (
    <Empty
      title={title}
      namespaces={namespaces}
      selector={query.selector}
      onAllNamespaces={() => void change({ ns: "*" })}
      onClearSelector={() => void change({ l: null })}
    />
  );
}
