import type { ListQuery } from "#lib/api/list-query";
import type { ListView, Namespaces } from "#lib/api/scope";
import { type Get, singular } from "#lib/line/command";
import type { LineContext } from "#lib/line/command-view";
import { type FieldTerm, readFieldSelector } from "#lib/line/field-selector";
import { printCommand } from "#lib/line/print-command";
import { nearestTo, Refused } from "#lib/line/refusal";
import type { Remark } from "#lib/line/remark";
import { sortOfPath, sortPaths } from "#lib/line/sort-path";
import type { ObjectPage, OverviewView, TableView } from "#lib/line/view";
import { text } from "#lib/texts/text";

const whole = { start: 0, end: Number.MAX_SAFE_INTEGER };

/**
 * The list that `kubectl get` of a table shows, the overview for all three, or the page of the one
 * object that its field selector chooses. Throws `Refused`.
 */
export function tableView(
  command: Get,
  remark: Remark,
  context: LineContext,
): OverviewView | TableView | ObjectPage {
  if (isOverview(command)) {
    return { kind: "overview", namespaces: namespacesOf(command, remark, context) };
  }
  const view = onlyTable(command);
  const { statuses, namespace, name } = fieldsOf(command, view);
  const namespaces = namespacesOf(
    { ...command, namespace: namespace ?? command.namespace },
    remark,
    context,
  );
  if (name !== null) return pageOf(command, view, name, namespaces);
  if (command.output === "yaml" || command.output === "json") {
    const nearest = `kubectl get ${singular[view]} NAME -o ${command.output}`;
    const message = nearestTo(text("Batchboard shows the YAML of one object at a time"), nearest);
    throw new Refused("beyond", message, whole);
  }
  const query: ListQuery = {
    namespaces,
    q: remark.find,
    statuses: remark.statuses.length === 0 ? statuses : remark.statuses,
    selector: command.selector,
    sort: remark.sort ?? sortOf(command, view),
    wide: command.output === "wide",
    columns: remark.columns ?? (command.output === "name" ? ["name"] : null),
    suspendedFor: remark.suspendedFor,
  };
  return { kind: "list", view, query };
}

function isOverview({ of, selector, fieldSelector, output, sortBy }: Get): boolean {
  const tables = "tables" in of ? new Set(of.tables) : new Set();
  return tables.size === 3 && [selector, fieldSelector, output, sortBy].every((it) => it === "");
}

function onlyTable(command: Get): ListView {
  const [first, ...others] = "tables" in command.of ? command.of.tables : [];
  if (first !== undefined && others.length === 0) return first;
  const nearest = printCommand({ ...command, of: { tables: [first ?? "jobs"] } });
  const message = nearestTo(text("Batchboard shows one table at a time"), nearest);
  throw new Refused("beyond", message, whole);
}

function namespacesOf(
  { allNamespaces, namespace }: Pick<Get, "allNamespaces" | "namespace">,
  remark: Remark,
  context: LineContext,
): Namespaces {
  if (namespace !== null) return [namespace];
  if (allNamespaces) return remark.namespaces.length === 0 ? "*" : remark.namespaces;
  return context.namespace === null ? "default" : [context.namespace];
}

function sortOf({ sortBy }: Get, view: ListView): ListQuery["sort"] {
  if (sortBy === "") return null;
  const sort = sortOfPath(view, sortBy);
  if (sort !== null) return sort;
  const message = nearestTo(
    text("Batchboard has no column of {path}", { path: sortBy }),
    text("{flag} with {paths}", { flag: "--sort-by", paths: sortPaths(view).join(", ") }),
  );
  throw new Refused("beyond", message, whole);
}

/** Of each phase, the words that the STATUS column says in it (kubectl-semantics 4). */
const statusesIn: Readonly<Record<string, readonly string[]>> = {
  Pending: [
    "Pending",
    "ContainerCreating",
    "PodInitializing",
    "SchedulingGated",
    "ErrImagePull",
    "ImagePullBackOff",
    "InvalidImageName",
    "CreateContainerConfigError",
    "CreateContainerError",
  ],
  Running: ["Running", "CrashLoopBackOff", "NotReady", "Terminating"],
  Succeeded: ["Completed"],
  Failed: [
    "Error",
    "Failed",
    "OOMKilled",
    "Evicted",
    "DeadlineExceeded",
    "StartError",
    "ContainerStatusUnknown",
  ],
};

interface Fields {
  readonly statuses: readonly string[];
  readonly namespace: string | null;
  readonly name: string | null;
}

function fieldsOf(command: Get, view: ListView): Fields {
  const terms = readFieldSelector(command.fieldSelector, whole);
  const none: Fields = { statuses: [], namespace: null, name: null };
  return Object.assign(none, ...terms.map((term) => fieldOf(term, view)));
}

function fieldOf({ field, equal, value }: FieldTerm, view: ListView): Partial<Fields> {
  if (equal && field === "metadata.name") return { name: value };
  if (equal && field === "metadata.namespace") return { namespace: value };
  const statuses = Object.hasOwn(statusesIn, value) ? statusesIn[value] : undefined;
  if (equal && view === "pods" && field === "status.phase" && statuses) return { statuses };
  const fields =
    view === "pods"
      ? ["metadata.name", "metadata.namespace", "status.phase"]
      : ["metadata.name", "metadata.namespace"];
  const message = nearestTo(
    text("Batchboard chooses by {fields}, each with =", { fields }),
    `kubectl get ${view} -l KEY=VALUE`,
  );
  throw new Refused("beyond", message, whole);
}

function pageOf(command: Get, view: ListView, name: string, namespaces: Namespaces): ObjectPage {
  const [namespace, ...others] =
    namespaces === "*" ? [] : namespaces === "default" ? ["default"] : namespaces;
  if (namespace === undefined || others.length > 0) {
    const nearest = printCommand({ ...command, fieldSelector: "", watch: true });
    const message = nearestTo(
      text("A name is looked for in one namespace"),
      `${nearest} # find ${JSON.stringify(name)}`,
    );
    throw new Refused("beyond", message, whole);
  }
  const part = command.output === "yaml" || command.output === "json" ? "yaml" : "row";
  return { kind: "object", object: singular[view], namespace, name, part };
}
