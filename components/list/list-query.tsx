"use client";

import {
  createParser,
  parseAsArrayOf,
  parseAsString,
  parseAsStringLiteral,
  useQueryStates,
} from "nuqs";
import { useMemo } from "react";
import { type Namespaces, parseNamespaces } from "#lib/api/scope";

/**
 * The state of a list as it stands in the address bar (DESIGN 11): `ns q status l sort wide`,
 * `cols` for columns chosen by hand, and `suspended` for those suspended for longer than `7d` or `36h`.
 */
export const listParsers = {
  ns: parseAsString.withOptions({ history: "push" }),
  q: parseAsString.withDefault(""),
  status: parseAsArrayOf(parseAsString).withDefault([]),
  l: parseAsString.withDefault(""),
  sort: createParser({ parse: parseSort, serialize: formatSort, eq: sameSort }),
  wide: parseAsStringLiteral(["1"]),
  cols: parseAsArrayOf(parseAsString),
  suspended: createParser({ parse: parseSpan, serialize: formatSpan }),
};

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** `36h` or `7d` in milliseconds; null for anything else. */
function parseSpan(text: string): number | null {
  const [, count, unit] = /^(\d{1,4})([hd])$/.exec(text) ?? [];
  return count === undefined ? null : Number(count) * (unit === "d" ? dayMs : hourMs);
}

function formatSpan(ms: number): string {
  return ms % dayMs === 0 ? `${ms / dayMs}d` : `${ms / hourMs}h`;
}

/** A column's id, and whether the greatest comes first. */
export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

function parseSort(text: string): Sort | null {
  const column = text.replace(/^-/, "").toLowerCase();
  return column === "" ? null : { column, descending: text.startsWith("-") };
}

function formatSort({ column, descending }: Sort): string {
  return descending ? `-${column}` : column;
}

function sameSort(a: Sort, b: Sort): boolean {
  return formatSort(a) === formatSort(b);
}

export interface ListQuery {
  readonly namespaces: Namespaces;
  /** A part of a name. */
  readonly q: string;
  /** Status words; none for all. */
  readonly statuses: readonly string[];
  /** A label selector. */
  readonly selector: string;
  /** null for kubectl's order. */
  readonly sort: Sort | null;
  readonly wide: boolean;
  /** Ids of the chosen columns; null for kubectl's. */
  readonly columns: readonly string[] | null;
  /** Only what is suspended for longer, in milliseconds; null for all. */
  readonly suspendedFor: number | null;
}

/** The state of the list and the way to change it; null puts a parameter back to its default. */
export function useListQuery() {
  const [params, change] = useQueryStates(listParsers);
  const { ns, q, status, l, sort, wide, cols, suspended } = params;
  const query = useMemo<ListQuery>(
    () => ({
      namespaces: parseNamespaces(ns),
      q,
      statuses: status,
      selector: l.trim(),
      sort,
      wide: wide !== null,
      columns: cols,
      suspendedFor: suspended,
    }),
    [ns, q, status, l, sort, wide, cols, suspended],
  );
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
