import type { Instant } from "#lib/api/rows";
import { formatNamespaces, type ListView, type Namespaces, parseNamespaces } from "#lib/api/scope";
import { type Message, type Text, text } from "#lib/texts/text";

/**
 * What a line can name (`GET /api/names?of=jobs&ns=a,b&q=ech`): objects of a table, namespaces, the
 * containers of an object, or the labels of a table's objects.
 */
export type NameQuery =
  | {
      readonly of: ListView;
      readonly namespaces: Namespaces;
      /** A part of a name. */
      readonly q: string;
      /** This name alone, and no part of one. */
      readonly exact: boolean;
    }
  | { readonly of: "namespaces"; readonly q: string }
  | {
      readonly of: "containers";
      readonly table: ListView;
      readonly namespace: string;
      readonly name: string;
    }
  | {
      readonly of: "labels";
      readonly table: ListView;
      readonly namespaces: Namespaces;
      /** The values of this key; empty for keys. */
      readonly key: string;
      readonly q: string;
    };

/** One that can be named. */
export interface NameChoice {
  readonly name: string;
  /** Empty for what is in none. */
  readonly namespace: string;
  /** How it stands, in kubectl's word, or how many have it; empty where there is nothing to say. */
  readonly note: Text;
  /** When it was created; null where that says nothing. */
  readonly created: Instant | null;
  /** What a dialog has to know of an object; absent for what is none. */
  readonly object?: {
    readonly uid: string;
    readonly suspend: boolean | null;
    /** The CronJob a Job is a run of; null for none. */
    readonly cronJob: string | null;
  };
}

/** The best first: what fails, then the newest. `more` says that there are others. */
export interface NameAnswer {
  readonly choices: readonly NameChoice[];
  readonly more: boolean;
}

/** So many are told. */
export const mostChoices = 30;

export function formatNameQuery(query: NameQuery): string {
  const params = new URLSearchParams({ of: query.of });
  if ("namespaces" in query) {
    const ns = formatNamespaces(query.namespaces);
    if (ns !== null) params.set("ns", ns);
  }
  if ("table" in query) params.set("table", query.table);
  if ("name" in query) {
    params.set("namespace", query.namespace);
    params.set("name", query.name);
  }
  if ("key" in query && query.key !== "") params.set("key", query.key);
  if ("q" in query && query.q !== "") params.set("q", query.q);
  if ("exact" in query && query.exact) params.set("exact", "1");
  return params.toString();
}

const tables: readonly string[] = ["cronjobs", "jobs", "pods"] satisfies ListView[];
const longest = 253;

/** The query a query string holds, or a sentence about what is wrong with it. Names are not checked here. */
export function parseNameQuery(params: URLSearchParams): NameQuery | Message {
  const of = params.get("of") ?? "";
  const q = (params.get("q") ?? "").slice(0, longest);
  const namespaces = parseNamespaces(params.get("ns"));
  if (tables.includes(of)) {
    return { of: of as ListView, namespaces, q, exact: params.get("exact") === "1" };
  }
  if (of === "namespaces") return { of, q };
  const table = params.get("table") ?? "";
  if ((of === "labels" || of === "containers") && !tables.includes(table)) {
    return text("table is required: {tables} or {last}", {
      tables: "cronjobs, jobs",
      last: "pods",
    });
  }
  if (of === "labels") {
    const key = (params.get("key") ?? "").slice(0, 2 * longest);
    return { of, table: table as ListView, namespaces, key, q };
  }
  if (of === "containers") {
    const [namespace, name] = [params.get("namespace") ?? "", params.get("name") ?? ""];
    return { of, table: table as ListView, namespace, name };
  }
  return text('"{what}" cannot be named: use {kinds} or {last}', {
    what: of.slice(0, 40),
    kinds: "cronjobs, jobs, pods, namespaces, containers",
    last: "labels",
  });
}
