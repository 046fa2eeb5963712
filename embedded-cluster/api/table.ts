import type { CronJob, Job, Pod } from "#lib/kubernetes/types";
import type { Column } from "#lib/printers/column";
import { cronJobColumns, jobColumns, podColumns } from "#lib/printers/columns";
import { printCronJob } from "#lib/printers/cronjob";
import { printJob } from "#lib/printers/job";
import { printPod } from "#lib/printers/pod";
import { age } from "#lib/time/duration";
import type { ApiObject, Plural } from "../objects.ts";
import { badRequest } from "./failure.ts";
import { records } from "./records.ts";
import type { KubernetesApi } from "./resource.ts";

/** A column as Tables define it; `data/columns.jsonl` has the real API server's. */
interface ColumnDefinition {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly description: string;
  readonly priority: number;
}

type Cell = string | number | null;

const definitions = records<readonly ColumnDefinition[]>("columns.jsonl");

/** What 1.20 did not have yet (kubectl-semantics 0). */
const newer: Partial<Record<Plural, readonly string[]>> = {
  jobs: ["Status"],
  cronjobs: ["Timezone"],
};

export interface TableForm {
  readonly version: "v1" | "v1beta1";
  readonly includeObject: string;
}

/** Objects as a Table, its cells as kubectl prints them at `nowMs`. */
export class TablePrinter {
  readonly #api: KubernetesApi;

  constructor(api: KubernetesApi) {
    this.#api = api;
  }

  columns(plural: Plural): readonly ColumnDefinition[] {
    return (definitions.get(plural) ?? []).filter((column) => !this.#isNewer(plural, column));
  }

  #isNewer(plural: Plural, { name }: ColumnDefinition): boolean {
    return this.#api === "1.20" && newer[plural]?.includes(name) === true;
  }

  table(
    plural: Plural,
    objects: readonly ApiObject[],
    metadata: object,
    form: TableForm,
    nowMs: number,
    withColumns = true,
  ): object {
    const all = definitions.get(plural) ?? [];
    return {
      kind: "Table",
      apiVersion: `meta.k8s.io/${form.version}`,
      metadata,
      columnDefinitions: withColumns ? this.columns(plural) : null,
      rows: objects.map((object) => ({
        cells: cells(plural, withName(object), nowMs).filter((_, i) => {
          const column = all[i];
          return column !== undefined && !this.#isNewer(plural, column);
        }),
        ...conditions(plural, object),
        object: included(object, form),
      })),
    };
  }
}

export function refuseUnknownInclude(includeObject: string): void {
  if (["", "Metadata", "Object", "None"].includes(includeObject)) return;
  throw badRequest(
    `Unable to convert to Table as requested: includeObject: Invalid value: ${JSON.stringify(includeObject)}: must be 'Metadata', 'Object', 'None', or empty`,
  );
}

function included(object: ApiObject, { includeObject, version }: TableForm): object | null {
  if (includeObject === "None") return null;
  return includeObject === "Object" ? object : partial(object, version);
}

export function partial({ metadata }: ApiObject, version = "v1"): object {
  return { kind: "PartialObjectMetadata", apiVersion: `meta.k8s.io/${version}`, metadata };
}

/** A bookmark is of no object, and has a row all the same. */
function withName(object: ApiObject): ApiObject {
  return object.metadata.name === undefined
    ? { ...object, metadata: { ...object.metadata, name: "" } }
    : object;
}

/** A Pod's row says that it has ended. */
function conditions(plural: Plural, { status }: ApiObject): object {
  const phase = status?.phase;
  if (plural !== "pods" || (phase !== "Succeeded" && phase !== "Failed")) return {};
  const message = phase === "Succeeded" ? "The pod has completed successfully." : "The pod failed.";
  return { conditions: [{ type: "Completed", status: "True", reason: phase, message }] };
}

function cells(plural: Plural, object: ApiObject, nowMs: number): Cell[] {
  switch (plural) {
    case "pods":
      return row(podColumns, printPod(object as unknown as Pod), nowMs);
    case "jobs":
      return row(jobColumns, printJob(object as unknown as Job), nowMs);
    case "cronjobs": {
      const printed = printCronJob(object as unknown as CronJob);
      const texts: Cell[] = row(cronJobColumns, printed, nowMs);
      texts[cronJobColumns.findIndex(({ id }) => id === "active")] = printed.active;
      return texts;
    }
    default:
      return others[plural](object, nowMs);
  }
}

function row<Row>(columns: readonly Column<Row, string>[], printed: Row, nowMs: number): Cell[] {
  return columns.map((column) => column.text(printed, nowMs));
}

const aged = ({ metadata }: ApiObject, nowMs: number) => age(metadata.creationTimestamp, nowMs);

const count = (...maps: (object | undefined)[]): number =>
  maps.reduce<number>((sum, map) => sum + Object.keys(map ?? {}).length, 0);

/** There never is a row of them. */
const nothing = (): Cell[] => [];

/** Everything the dashboard has no table of (pkg/printers/internalversion). */
const others: Readonly<
  Record<
    Exclude<Plural, "pods" | "jobs" | "cronjobs">,
    (object: ApiObject, nowMs: number) => Cell[]
  >
> = {
  namespaces: (object, nowMs) => [
    object.metadata.name,
    object.status?.phase ?? "",
    aged(object, nowMs),
  ],
  configmaps: (object, nowMs) => [
    object.metadata.name,
    count(object.data, object.binaryData),
    aged(object, nowMs),
  ],
  secrets: (object, nowMs) => [
    object.metadata.name,
    object.type ?? "",
    count(object.data),
    aged(object, nowMs),
  ],
  serviceaccounts: (object, nowMs) => [object.metadata.name, aged(object, nowMs)],
  nodes: nodeCells,
  events: eventCells,
  services: nothing,
  resourcequotas: nothing,
  limitranges: nothing,
};

function nodeCells(node: ApiObject, nowMs: number): Cell[] {
  const { metadata, spec, status = {} } = node;
  const ready = (status.conditions ?? []).find((one: { type: string }) => one.type === "Ready");
  const word = ready === undefined ? "Unknown" : ready.status === "True" ? "Ready" : "NotReady";
  const role = "node-role.kubernetes.io/";
  const roles = Object.keys(metadata.labels ?? {})
    .filter((label) => label.startsWith(role))
    .map((label) => label.slice(role.length))
    .toSorted();
  const address = (type: string): string =>
    (status.addresses ?? []).find((one: { type: string }) => one.type === type)?.address ||
    "<none>";
  const info = status.nodeInfo ?? {};
  const kernel = info.kernelVersion || "<unknown>";
  return [
    metadata.name,
    spec?.unschedulable === true ? `${word},SchedulingDisabled` : word,
    roles.join(",") || "<none>",
    aged(node, nowMs),
    info.kubeletVersion ?? "",
    address("InternalIP"),
    address("ExternalIP"),
    info.osImage || "<unknown>",
    info.architecture ? `${kernel} (${info.architecture})` : kernel,
    info.containerRuntimeVersion || "<unknown>",
  ];
}

function eventCells(event: ApiObject, nowMs: number): Cell[] {
  const { metadata, involvedObject = {}, source = {}, series } = event;
  const since = (time: string | null | undefined) => (time ? age(time, nowMs) : "<unknown>");
  const first = since(event.firstTimestamp ?? event.eventTime);
  const last = series?.lastObservedTime ?? event.lastTimestamp ?? null;
  const { kind = "", name = "", fieldPath = "" } = involvedObject;
  const component = source.component || event.reportingComponent || "";
  const host = source.host || event.reportingInstance || "";
  return [
    last === null ? first : since(last),
    event.type ?? "",
    event.reason ?? "",
    name === "" ? kind.toLowerCase() : `${kind.toLowerCase()}/${name}`,
    fieldPath,
    host === "" ? component : `${component}, ${host}`,
    String(event.message ?? "").trim(),
    first,
    series?.count ?? (event.count || 1),
    metadata.name,
  ];
}
