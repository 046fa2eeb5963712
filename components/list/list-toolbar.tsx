"use client";

import { Columns3, FilePlus2 } from "lucide-react";
import type { ReactNode, RefObject } from "react";
import { useLanguage } from "#components/language";
import { FilterField } from "#components/list/filter-field";
import { nextWide } from "#components/list/list-query";
import type { ListTable } from "#components/list/list-table";
import { NamespacePicker } from "#components/list/namespace-picker";
import type { NamedRow } from "#components/list/select-rows";
import { SelectorLog } from "#components/list/selector-log";
import { SortMenu } from "#components/list/sort-menu";
import { StatusChips } from "#components/list/status-chips";
import { SuspendedFor } from "#components/list/suspended-for";
import type { List } from "#components/list/use-list";
import type { CreateAction } from "#components/list/use-list-actions";
import { Button } from "#components/ui/button";
import {
  Menu,
  MenuGroup,
  MenuItem,
  MenuLabel,
  MenuSeparator,
  MenuSwitch,
} from "#components/ui/menu";
import type { Snapshot } from "#lib/api/frames";
import type { ListView } from "#lib/api/scope";
import { namespaceColumn } from "#lib/printers/columns";

export interface ListToolbarProps<Row extends NamedRow> {
  readonly list: List<ListView>;
  readonly table: ListTable<Row>;
  /** How many rows of each status the name filter leaves. */
  readonly counts: ReadonlyMap<string, number>;
  /** Null before the first list. */
  readonly total: number | null;
  readonly choices: Snapshot["choices"];
  /** The rows are cards, which have no head to sort by. */
  readonly cards: boolean;
  /** Ids of the columns on screen. */
  readonly shown: readonly string[];
  readonly filterRef: RefObject<HTMLInputElement | null>;
  readonly namespaceRef: RefObject<HTMLButtonElement | null>;
  readonly create: CreateAction;
}

/** What the list is narrowed to, and which columns it has. */
export function ListToolbar<Row extends NamedRow>(props: ListToolbarProps<Row>): ReactNode {
  const { list, table, counts, total, choices, shown } = props;
  const { query, change } = list;
  const { unavailable } = props.create;
  const { say, tell } = useLanguage();
  return (
    <search className="flex h-(--h-toolbar) items-center gap-2 border-t border-line bg-surface px-(--gutter) max-card:h-auto max-card:flex-wrap max-card:gap-y-1 max-card:pt-2 max-card:pb-1">
      <NamespacePicker
        namespaces={list.namespaces}
        choices={choices}
        onChange={(ns) => void change({ ns })}
        triggerRef={props.namespaceRef}
      />
      <FilterField
        q={query.q}
        selector={query.selector}
        onFilter={(filter) => void change(filter)}
        inputRef={props.filterRef}
      />
      {props.cards ? (
        <SortMenu
          columns={[namespaceColumn, ...table.columns].filter(
            ({ id }) => shown.includes(id) || id === query.sort?.column,
          )}
          sort={query.sort}
          onSort={(sort) => void change({ sort })}
        />
      ) : null}
      <span className="mx-0.5 h-4.5 w-px flex-none bg-line-strong max-card:hidden" />
      <StatusChips
        counts={counts}
        total={total}
        chosen={query.statuses}
        formOf={table.formOf}
        onChange={(statuses) => void change({ status: statuses.length > 0 ? [...statuses] : null })}
      />
      {table.suspendedSince &&
      (query.suspendedFor !== null || query.statuses.includes("Suspended")) ? (
        <SuspendedFor
          value={query.suspendedFor}
          onChange={(suspended) => void change({ suspended })}
        />
      ) : null}
      <SelectorLog list={list} />
      <span className="flex-1 max-card:hidden" />
      <span className="flex gap-1 max-card:hidden">
        <Button
          variant="ghost"
          title={say("Jobs and CronJobs from YAML (C)")}
          unavailable={unavailable && tell(unavailable)}
          onClick={props.create.run}
        >
          <FilePlus2 aria-hidden />
          {say("Create")}
        </Button>
        <Button
          variant="ghost"
          aria-pressed={query.wide && query.columns === null}
          title={say("Wide columns (w)")}
          onClick={() => void change(nextWide(query))}
        >
          <span className="font-mono">-o wide</span>
        </Button>
        <Menu
          trigger={
            <Button variant="ghost">
              <Columns3 aria-hidden />
              {say("Columns")}
            </Button>
          }
        >
          <MenuGroup>
            <MenuLabel>{say("Columns")}</MenuLabel>
            {table.columns.map(({ id, header }) => (
              <MenuSwitch
                key={id}
                checked={shown.includes(id)}
                disabled={id === "name"}
                onChange={(checked) => {
                  const chosen = table.columns
                    .map((column) => column.id)
                    .filter((other) => (other === id ? checked : shown.includes(other)));
                  void change({ cols: chosen });
                }}
              >
                <span className="font-mono text-2xs">{tell(header)}</span>
              </MenuSwitch>
            ))}
          </MenuGroup>
          <MenuSeparator />
          <MenuItem onSelect={() => void change({ cols: null, wide: null })}>
            {say("kubectl's columns")}
          </MenuItem>
        </Menu>
      </span>
    </search>
  );
}
