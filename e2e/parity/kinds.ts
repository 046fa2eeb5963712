import { cronJobs, jobs, pods, type Resource } from "#lib/kubernetes/resources";
import type { Column } from "#lib/printers/column";
import { cronJobColumns, jobColumns, podColumns } from "#lib/printers/columns";
import { printCronJob } from "#lib/printers/cronjob";
import { printJob } from "#lib/printers/job";
import { printPod } from "#lib/printers/pod";

/** One of our three tables, from the API server's raw object to the text of a cell. */
export interface Kind {
  readonly plural: Plural;
  readonly apiVersion: string;
  readonly columns: readonly Pick<Column<unknown>, "id" | "wide" | "ticking">[];
  /** The path of the resource in a namespace, or in all of them. */
  path(namespace: string | null): string;
  /** The name of an object as our rows have it. */
  key(object: unknown): Key;
  /** The texts of an object by column and moment. */
  print(object: unknown): (columnId: string, nowMs: number) => string;
}

interface Key {
  readonly namespace: string;
  readonly name: string;
}

export type Plural = "cronjobs" | "jobs" | "pods";

export function kinds(cronJobVersion: "v1" | "v1beta1"): readonly Kind[] {
  return [
    kind(cronJobs(cronJobVersion), "cronjobs", printCronJob, cronJobColumns),
    kind(jobs, "jobs", printJob, jobColumns),
    kind(pods, "pods", printPod, podColumns),
  ];
}

function kind<T, Row extends Key>(
  { group, version, reduce }: Resource<T>,
  plural: Plural,
  print: (object: T) => Row,
  columns: readonly Column<Row, string>[],
): Kind {
  const apiVersion = group === "" ? version : `${group}/${version}`;
  const root = group === "" ? "/api" : "/apis";
  return {
    plural,
    apiVersion,
    columns,
    path: (namespace) =>
      `${root}/${apiVersion}${namespace === null ? "" : `/namespaces/${namespace}`}/${plural}`,
    key: (object) => print(reduce(object)),
    print(object) {
      const row = print(reduce(object));
      return (id, nowMs) => columns.find((column) => column.id === id)?.text(row, nowMs) ?? "";
    },
  };
}
