import {
  createParser,
  createSerializer,
  type inferParserType,
  parseAsArrayOf,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import {
  formatSort,
  formatSpan,
  type ListQuery,
  parseSort,
  parseSpan,
  sameSort,
} from "#lib/api/list-query";
import { formatNamespaces, type ListView, type Namespaces, parseNamespaces } from "#lib/api/scope";

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

export function listQueryOf(params: inferParserType<typeof listParsers>): ListQuery {
  const { ns, q, status, l, sort, wide, cols, suspended } = params;
  return {
    namespaces: parseNamespaces(ns),
    q,
    statuses: status,
    selector: l.trim(),
    sort,
    wide: wide !== null,
    columns: cols,
    suspendedFor: suspended,
  };
}

const serialize = createSerializer(listParsers);

/** Where a list stands: `/jobs?ns=web&sort=-age`. */
export function listAddress(view: ListView, query: ListQuery): string {
  return serialize(`/${view}`, {
    ns: formatNamespaces(query.namespaces),
    q: query.q,
    status: [...query.statuses],
    l: query.selector,
    sort: query.sort,
    wide: query.wide ? "1" : null,
    cols: query.columns === null ? null : [...query.columns],
    suspended: query.suspendedFor,
  });
}

/** Where the overview stands: `/?ns=web`. */
export function overviewAddress(namespaces: Namespaces): string {
  return serialize("/", { ns: formatNamespaces(namespaces) });
}
