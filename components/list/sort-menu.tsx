"use client";

import { ArrowDownUp } from "lucide-react";
import type { ReactNode } from "react";
import { useLanguage } from "#components/language";
import { Button } from "#components/ui/button";
import { Menu, MenuChoice, MenuSeparator, MenuSwitch } from "#components/ui/menu";
import type { Sort } from "#lib/api/list-query";
import type { Text } from "#lib/texts/text";

export interface SortMenuProps {
  readonly columns: readonly { readonly id: string; readonly header: Text }[];
  /** null for kubectl's order. */
  readonly sort: Sort | null;
  onSort(sort: Sort | null): void;
}

/** No column has an empty name. */
const unsorted = "";

/** What the head of a table does, for rows that are drawn as cards. */
export function SortMenu({ columns, sort, onSort }: SortMenuProps): ReactNode {
  const { say, tell } = useLanguage();
  const descending = sort?.descending ?? false;
  return (
    <Menu
      trigger={
        <Button square aria-label={say("Sort")} title={say("Sort")}>
          <ArrowDownUp aria-hidden />
        </Button>
      }
    >
      <MenuChoice
        label={say("Sort by")}
        value={sort?.column ?? unsorted}
        choices={[
          { value: unsorted, text: say("kubectl's order") },
          ...columns.map(({ id, header }) => ({
            value: id,
            text: <span className="font-mono text-2xs">{tell(header)}</span>,
          })),
        ]}
        onChange={(column) => onSort(column === unsorted ? null : { column, descending })}
      />
      <MenuSeparator />
      <MenuSwitch
        checked={descending}
        disabled={sort === null}
        onChange={(checked) => sort && onSort({ ...sort, descending: checked })}
      >
        {say("Descending")}
      </MenuSwitch>
    </Menu>
  );
}
