import { wholeList } from "#lib/api/list-query";
import type { Get } from "#lib/line/command";
import type { Line } from "#lib/line/line";
import { noRemark } from "#lib/line/remark";
import { sortPath } from "#lib/line/sort-path";
import type { OverviewView, TableView } from "#lib/line/view";

/** The line that lists what the overview is made of: kubectl follows one table at a time. */
export function overviewLine({ namespaces }: OverviewView): Line {
  const query = wholeList(namespaces);
  const { command, remark } = tableLine({ kind: "list", view: "jobs", query });
  const of = { tables: ["cronjobs", "jobs", "pods"] } as const;
  return { command: { ...command, of, watch: false }, remark };
}

/** The line that shows what a list shows; the filters that kubectl has not stand behind it. */
export function tableLine({ view, query }: TableView): Line & { readonly command: Get } {
  const { namespaces, q, statuses, selector, sort, wide, columns, suspendedFor } = query;
  const names = namespaces === "*" || namespaces === "default" ? [] : namespaces;
  const sortBy = sort === null ? null : sortPath(view, sort);
  const [only, ...others] = names;
  const command: Get = {
    verb: "get",
    context: null,
    namespace: others.length === 0 ? (only ?? null) : null,
    allNamespaces: namespaces === "*" || others.length > 0,
    of: { tables: [view] },
    selector,
    fieldSelector: "",
    output: wide ? "wide" : "",
    sortBy: sortBy ?? "",
    watch: true,
  };
  const remark = {
    ...noRemark,
    find: q,
    statuses,
    namespaces: others.length === 0 ? [] : names,
    sort: sortBy === null ? sort : null,
    columns,
    suspendedFor,
  };
  return { command, remark };
}
