import { cronJobs, jobs, type Resource } from "#lib/kubernetes/resources";
import { printCronJob } from "#lib/printers/cronjob";
import { printJob } from "#lib/printers/job";
import type { Api } from "../cluster/api.ts";
import { paths } from "../conformance/objects.ts";

export type FaultView = "cronjobs" | "jobs";

/** Rows by uid. */
export type Rows = Readonly<Record<string, object>>;

/** What the API server holds of a namespace, each object printed as a row. */
export async function held(api: Api, namespace: string, view: FaultView = "jobs"): Promise<Rows> {
  const path = view === "jobs" ? paths.jobs(namespace) : paths.cronJobs(namespace);
  const { items } = (await api.get(path)).body as { items: unknown[] };
  const print = view === "jobs" ? printed(jobs, printJob) : printed(cronJobs("v1"), printCronJob);
  return Object.fromEntries(items.map(print));
}

function printed<T, Row extends { readonly uid: string }>(
  { reduce }: Resource<T>,
  print: (object: T) => Row,
) {
  return (raw: unknown): [uid: string, row: object] => {
    const row = print(reduce(raw));
    return [row.uid, row];
  };
}
