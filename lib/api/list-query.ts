import type { Namespaces } from "#lib/api/scope";

/** What of a list is shown, and how. */
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

/** All of a list, as kubectl shows it. */
export function wholeList(namespaces: Namespaces): ListQuery {
  return {
    namespaces,
    q: "",
    statuses: [],
    selector: "",
    sort: null,
    wide: false,
    columns: null,
    suspendedFor: null,
  };
}

/** A column's id, and whether the greatest comes first. */
export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

/** `age`, or `-age` for the greatest first; null without a column. */
export function parseSort(text: string): Sort | null {
  const column = text.replace(/^-/, "").toLowerCase();
  return column === "" ? null : { column, descending: text.startsWith("-") };
}

export function formatSort({ column, descending }: Sort): string {
  return descending ? `-${column}` : column;
}

export function sameSort(a: Sort, b: Sort): boolean {
  return formatSort(a) === formatSort(b);
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** `36h` or `7d` in milliseconds; null for anything else. */
export function parseSpan(text: string): number | null {
  const [, count, unit] = /^(\d{1,4})([hd])$/.exec(text) ?? [];
  return count === undefined ? null : Number(count) * (unit === "d" ? dayMs : hourMs);
}

export function formatSpan(ms: number): string {
  return ms % dayMs === 0 ? `${ms / dayMs}d` : `${ms / hourMs}h`;
}
