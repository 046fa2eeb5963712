import type { TableName } from "#lib/api/frames";
import type { NameAnswer, NameQuery } from "#lib/api/names";
import type { CronJobRow, JobRow, PodRow } from "#lib/api/rows";
import { formatScope } from "#lib/api/scope";
import { knownData } from "#lib/client/known-views";
import { type BestNames, bestNames, bestNamesTypedOn, type Naming } from "#lib/printers/best-names";

type NamedRow = CronJobRow | JobRow | PodRow;

const nameOf = ({ name }: NamedRow) => name;
const createdOf = ({ created }: NamedRow) => created ?? "";
const wordOf = ({ status }: JobRow | PodRow) => status;

/** As the server words it. */
function cronJobWord({ suspend, active }: CronJobRow): string {
  if (suspend === true) return "Suspended";
  return active > 0 ? "Running" : "";
}

const cronJobs: Naming<CronJobRow> = { kind: "cronjob", nameOf, createdOf, wordOf: cronJobWord };
const jobs: Naming<JobRow> = { kind: "job", nameOf, createdOf, wordOf };
const pods: Naming<PodRow> = { kind: "pod", nameOf, createdOf, wordOf };

/**
 * What a list of this browser knows of the names that are asked for, before the server has answered;
 * null where none knows them all.
 */
export function knownNames(query: NameQuery): NameAnswer | null {
  switch (query.of) {
    case "cronjobs":
      return best(query, cronJobs);
    case "jobs":
      return best(query, jobs);
    case "pods":
      return best(query, pods);
    default:
      return null;
  }
}

type TableQuery = Extract<NameQuery, { readonly of: TableName }>;

/** What was found last: what is typed on finds the same, or less. */
let last: {
  readonly rows: object;
  readonly q: string;
  readonly found: BestNames<NamedRow>;
} | null = null;

function best<T extends NamedRow>(query: TableQuery, naming: Naming<T>): NameAnswer | null {
  const { of: view, namespaces, q, exact } = query;
  const known = knownData(formatScope({ view, namespaces, selector: "" }))?.tables[view];
  if (!known) return null;
  // The rows of a view are those of its kind.
  const rows = known as readonly unknown[] as readonly T[];
  const before = last?.rows === known && q.startsWith(last.q) && !exact ? last.found : null;
  const found = before
    ? bestNamesTypedOn(before as BestNames<T>, rows, naming, q)
    : bestNames(rows, naming, query);
  last = exact ? null : { rows: known, q, found };
  const choices = found.best.map((row) => ({
    name: row.name,
    namespace: row.namespace,
    note: naming.wordOf(row),
    created: row.created,
  }));
  return { choices, more: found.more };
}
