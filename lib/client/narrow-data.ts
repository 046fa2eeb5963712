import type { RowOf, TableName, Tables } from "#lib/api/frames";
import type { Scope } from "#lib/api/scope";
import type { WatchData } from "#lib/client/table-state";

/**
 * What a list knows of some of its namespaces, as the list of those alone would show it; null where
 * it does not know them all, or not well: nothing may be missing that the cluster was known to have.
 */
export function narrowData(data: WatchData, from: Scope, to: Scope): WatchData | null {
  if (!("selector" in from && "selector" in to)) return null;
  const { view, selector, namespaces } = to;
  if (from.view !== view || from.selector !== selector) return null;
  if (namespaces === "*" || namespaces === "default") return null;
  const asked = new Set(namespaces);
  const held = from.namespaces === "default" ? data.namespaces : from.namespaces;
  const covers = held === "*" || namespaces.every((namespace) => held.includes(namespace));
  const isWhole = data.states[view]?.state === "live" && data.counts[view] !== null;
  const isApart = data.apart[view]?.some(({ namespace }) => asked.has(namespace)) ?? false;
  if (!covers || !isWhole || isApart || data.unconfirmed[view]) return null;
  const rows = rowsIn(data.tables[view] ?? [], asked);
  const none = { cronjobs: null, jobs: null, pods: null };
  return {
    ...data,
    namespaces,
    tables: { [view]: rows } as Partial<Tables>,
    // A selector leaves out some of what the namespaces hold.
    counts: selector === "" ? { ...none, [view]: rows.length } : none,
  };
}

type Rows = readonly RowOf<TableName>[];

/** What was asked last of some rows: the same answer is the same list. */
const latest = new WeakMap<Rows, { readonly of: string; readonly rows: Rows }>();

function rowsIn(all: Rows, namespaces: ReadonlySet<string>): Rows {
  const of = [...namespaces].join();
  const last = latest.get(all);
  if (last?.of === of) return last.rows;
  const rows = all.filter(({ namespace }) => namespaces.has(namespace));
  latest.set(all, { of, rows });
  return rows;
}
