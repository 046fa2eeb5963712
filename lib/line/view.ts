import type { ListQuery } from "#lib/api/list-query";
import type { LogQuery } from "#lib/api/log-query";
import type { ListView, Namespaces, ObjectView } from "#lib/api/scope";

/** One of the three tables. */
export interface TableView {
  readonly kind: "list";
  readonly view: ListView;
  readonly query: ListQuery;
}

/** All three tables at once: the first page. */
export interface OverviewView {
  readonly kind: "overview";
  readonly namespaces: Namespaces;
}

/** The page of an object; `row` is it as `kubectl get` prints it. */
export interface ObjectPage {
  readonly kind: "object";
  readonly object: ObjectView;
  readonly namespace: string;
  readonly name: string;
  readonly part: "row" | "describe" | "yaml" | "events";
}

/** A log. Its `uid` stands in no line. */
export interface LogView {
  readonly kind: "log";
  readonly query: LogQuery;
  /** Whether the times of lines are shown. */
  readonly times: boolean;
  /** What is looked for; empty for nothing. */
  readonly find: string;
}

/** What a line shows, and what an address shows. */
export type View = OverviewView | TableView | ObjectPage | LogView;
