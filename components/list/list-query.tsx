"use client";

import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import type { ListQuery, Sort } from "#lib/api/list-query";
import { listParsers, listQueryOf } from "#lib/client/list-address";

/** The state of the list and the way to change it; null puts a parameter back to its default. */
export function useListQuery() {
  const [params, change] = useQueryStates(listParsers);
  const query = useMemo<ListQuery>(() => listQueryOf(params), [params]);
  return [query, change] as const;
}

/** The wide columns, or kubectl's again; columns chosen by hand give way to either. */
export function nextWide({ wide, columns }: Pick<ListQuery, "wide" | "columns">) {
  return { wide: wide && columns === null ? null : ("1" as const), cols: null };
}

/** What a click on a header makes of the order: ascending, descending, kubectl's again. */
export function nextSort(sort: Sort | null, column: string): Sort | null {
  if (sort?.column !== column) return { column, descending: false };
  return sort.descending ? null : { column, descending: true };
}
