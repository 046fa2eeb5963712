import type { TableName } from "#lib/api/frames";
import type { Scope } from "#lib/api/scope";
import { controllerOf } from "#lib/kubernetes/owner-reference";
import { cronJobs, jobs, pods, type Resource } from "#lib/kubernetes/resources";
import type { ScriptedApiServer } from "#lib/kubernetes/testing/scripted-api-server";
import type { KubernetesObject } from "#lib/kubernetes/types";
import { printCronJob } from "#lib/printers/cronjob";
import { printJob } from "#lib/printers/job";
import { printPod } from "#lib/printers/pod";

/** The rows of each table by uid. */
export type Rows = { [T in TableName]?: Map<string, unknown> };

const printed = {
  cronjobs: (raw: unknown) => print(cronJobs("v1"), printCronJob, raw),
  jobs: (raw: unknown) => print(jobs, printJob, raw),
  pods: (raw: unknown) => print(pods, printPod, raw),
} satisfies Record<TableName, (raw: unknown) => Printed>;

interface Printed {
  readonly object: KubernetesObject;
  readonly row: unknown;
}

function print<T extends KubernetesObject>(
  resource: Resource<T>,
  printer: (object: T) => unknown,
  raw: unknown,
): Printed {
  const object = resource.reduce(raw);
  return { object, row: printer(object) };
}

/** What a page of this scope has to show of what the API server holds, worked out from the whole. */
export function shown(api: ScriptedApiServer, scope: Scope): Rows {
  const all = (name: TableName) => api.collection(name).sorted().map(printed[name]);
  if ("name" in scope) return family(all, scope);
  if (!("selector" in scope)) return {};
  const admits = ({ object: { metadata } }: Printed) =>
    (typeof scope.namespaces === "string" || scope.namespaces.includes(metadata.namespace)) &&
    (scope.selector === "" || metadata.labels?.app === "x");
  return { [scope.view]: rows(all(scope.view).filter(admits)) };
}

/** An object, those it controls, and the one that controls it. */
function family(
  all: (name: TableName) => Printed[],
  { view, namespace, name }: Extract<Scope, { name: string }>,
): Rows {
  const named = (table: TableName) =>
    all(table).filter(
      ({ object: { metadata } }) => metadata.namespace === namespace && metadata.name === name,
    );
  const ownersOf = (table: TableName, children: Printed[]) => {
    const uids = children.map(({ object }) => controllerOf(object.metadata)?.uid);
    return all(table).filter(({ object }) => uids.includes(object.metadata.uid));
  };
  const childrenOf = (table: TableName, owners: Printed[]) => {
    const uids = owners.map(({ object }) => object.metadata.uid);
    return all(table).filter(({ object }) =>
      uids.includes(controllerOf(object.metadata)?.uid ?? ""),
    );
  };
  if (view === "pod") {
    const own = named("pods");
    return { jobs: rows(ownersOf("jobs", own)), pods: rows(own) };
  }
  const chosen = view === "job" ? named("jobs") : childrenOf("jobs", named("cronjobs"));
  const parents = view === "job" ? ownersOf("cronjobs", chosen) : named("cronjobs");
  return {
    cronjobs: rows(parents),
    jobs: rows(chosen),
    pods: rows(childrenOf("pods", chosen)),
  };
}

function rows(of: readonly Printed[]): Map<string, unknown> {
  return new Map(of.map(({ object, row }) => [object.metadata.uid, row]));
}
