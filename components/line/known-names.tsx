import type { TableName } from "#lib/api/frames";
import type { NameAnswer, NameQuery } from "#lib/api/names";
import type { CronJobRow, JobRow, PodRow } from "#lib/api/rows";
import { formatScope } from "#lib/api/scope";
import { knownData } from "#lib/client/known-views";
import { bestNames, type Naming } from "#lib/printers/best-names";

/**
 * What a list of this browser knows of the names that are asked for, before the server has answered;
 * null where none knows them all.
 */
export function knownNames(query: NameQuery): NameAnswer | null {
  switch (query.of) {
    case "cronjobs":
      return best<CronJobRow>(query, "cronjob", cronJobWord);
    case "jobs":
      return best<JobRow>(query, "job", ({ status }) => status);
    case "pods":
      return best<PodRow>(query, "pod", ({ status }) => status);
    default:
      return null;
  }
}

type TableQuery = Extract<NameQuery, { readonly of: TableName }>;

function best<T extends CronJobRow | JobRow | PodRow>(
  query: TableQuery,
  kind: Naming<T>["kind"],
  wordOf: (row: T) => string,
): NameAnswer | null {
  const { of: view, namespaces } = query;
  const rows = knownData(formatScope({ view, namespaces, selector: "" }))?.tables[view];
  if (!rows) return null;
  const naming: Naming<T> = {
    kind,
    nameOf: ({ name }) => name,
    createdOf: ({ created }) => created ?? "",
    wordOf,
  };
  // The rows of a view are those of its kind.
  const found = bestNames(rows as readonly unknown[] as readonly T[], naming, query);
  const choices = found.best.map((row) => ({
    name: row.name,
    namespace: row.namespace,
    note: wordOf(row),
    created: row.created,
  }));
  return { choices, more: found.more };
}

/** As the server words it. */
function cronJobWord({ suspend, active }: CronJobRow): string {
  if (suspend === true) return "Suspended";
  return active > 0 ? "Running" : "";
}
