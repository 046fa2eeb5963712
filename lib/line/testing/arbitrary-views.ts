import * as fc from "fast-check";
import type { ListQuery } from "#lib/api/list-query";
import { type LogQuery, type LogTarget, wholeLog } from "#lib/api/log-query";
import {
  container,
  instant,
  name,
  selector,
  since,
  text,
} from "#lib/line/testing/arbitrary-commands";
import type { LogView, ObjectPage, TableView } from "#lib/line/view";

const list = fc.constantFrom("cronjobs" as const, "jobs" as const, "pods" as const);
const column = fc.constantFrom(
  "name",
  "age",
  "last schedule",
  "restarts",
  "status",
  "next run",
  "node",
);
const perhaps = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: null });

const query: fc.Arbitrary<ListQuery> = fc.record({
  namespaces: fc.oneof(
    fc.constantFrom("*" as const, "default" as const),
    fc.uniqueArray(text, { minLength: 1, maxLength: 3 }).map((names) => names.sort()),
  ),
  q: fc.oneof(fc.constant(""), text),
  statuses: fc.array(text, { maxLength: 2 }),
  selector,
  sort: perhaps(fc.record({ column, descending: fc.boolean() })),
  wide: fc.boolean(),
  columns: perhaps(fc.array(fc.oneof(column, text), { maxLength: 3 })),
  suspendedFor: perhaps(fc.nat(9999).map((hours) => hours * 3_600_000)),
});

export const table: fc.Arbitrary<TableView> = fc
  .tuple(list, query)
  .map(([view, of]) => ({ kind: "list", view, query: of }));

export const objectPage: fc.Arbitrary<ObjectPage> = fc.record({
  kind: fc.constant("object" as const),
  object: fc.constantFrom("cronjob" as const, "job" as const, "pod" as const),
  namespace: text,
  name,
  part: fc.constantFrom("row" as const, "describe" as const, "yaml" as const, "events" as const),
});

const target: fc.Arbitrary<LogTarget> = fc.oneof(
  fc.record({ kind: fc.constantFrom("pod" as const, "job" as const), name }),
  fc.record({ kind: fc.constant("cronjob" as const), name, runs: fc.integer({ min: 1, max: 20 }) }),
  fc.record({
    kind: fc.constant("selector" as const),
    selector: selector.filter((labels) => labels !== ""),
  }),
);

const times: fc.Arbitrary<Pick<LogQuery, "since" | "sinceTime">> = fc.oneof(
  since.map((duration) => ({ since: duration, sinceTime: "" })),
  instant.map((sinceTime) => ({ since: "", sinceTime })),
);

const log: fc.Arbitrary<LogQuery> = fc
  .record({
    namespace: text,
    target,
    container,
    instances: fc.constantFrom("current" as const, "previous" as const, "all" as const),
    follow: fc.boolean(),
    tail: perhaps(fc.nat(1e6)),
    times,
    until: instant,
  })
  .map(({ times: both, namespace, ...more }) => {
    const several = more.target.kind === "cronjob" && more.target.runs > 1;
    return {
      ...wholeLog(namespace, more.target),
      ...more,
      ...both,
      // stern prints all containers where none is named.
      container: several && more.container === "" ? "*" : more.container,
      // What has ended, or is to end, is not followed.
      follow: more.follow && more.until === "" && more.instances !== "previous",
    };
  });

export const logView: fc.Arbitrary<LogView> = fc.record({
  kind: fc.constant("log" as const),
  query: log,
  times: fc.boolean(),
  find: fc.oneof(fc.constant(""), text),
});
