import type { Plural } from "../objects.ts";

/** A resource as its path names it and as messages spell it. */
export interface Resource {
  readonly plural: Plural;
  readonly singular: string;
  readonly kind: string;
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly subresources: readonly Subresource[];
  /** Of the OpenAPI document, for example `io.k8s.api.batch.v1.Job`. */
  readonly schema: string;
}

export interface Subresource {
  readonly name: string;
  /** Where it is of another kind than its resource. */
  readonly kind?: string;
  readonly verbs: readonly string[];
}

/** 1.20 has CronJobs in batch/v1beta1 alone (kubectl-semantics 7.5). */
export type KubernetesApi = "1.37" | "1.20";

const reading = ["get", "list", "watch"];
const everything = [
  "create",
  "delete",
  "deletecollection",
  "get",
  "list",
  "patch",
  "update",
  "watch",
];
const status: Subresource = { name: "status", verbs: ["get", "patch", "update"] };

/** What is served, in the order discovery lists it. */
export function resources(api: KubernetesApi): readonly Resource[] {
  const cronJobs = api === "1.20" ? "v1beta1" : "v1";
  return [
    core("configmaps", "ConfigMap", { shortNames: ["cm"] }),
    core("events", "Event", { shortNames: ["ev"] }),
    core("namespaces", "Namespace", {
      namespaced: false,
      verbs: everything.filter((verb) => verb !== "deletecollection"),
      shortNames: ["ns"],
      subresources: [{ name: "finalize", verbs: ["update"] }, status],
    }),
    core("nodes", "Node", {
      namespaced: false,
      verbs: everything,
      shortNames: ["no"],
      subresources: [status],
    }),
    core("pods", "Pod", {
      shortNames: ["po"],
      categories: ["all"],
      subresources: [
        { name: "binding", kind: "Binding", verbs: ["create"] },
        { name: "log", verbs: ["get"] },
        status,
      ],
    }),
    core("secrets", "Secret", {}),
    core("serviceaccounts", "ServiceAccount", { shortNames: ["sa"] }),
    // There are none, and none can be made: `kubectl cluster-info` and `describe namespace` look for
    // them.
    core("limitranges", "LimitRange", { verbs: reading, shortNames: ["limits"] }),
    core("resourcequotas", "ResourceQuota", { verbs: reading, shortNames: ["quota"] }),
    core("services", "Service", { verbs: reading, shortNames: ["svc"], categories: ["all"] }),
    batch("cronjobs", "CronJob", cronJobs, { shortNames: ["cj"] }),
    batch("jobs", "Job", "v1", {}),
    // They are the core group's, in other words.
    {
      ...core("events", "Event", { shortNames: ["ev"], verbs: reading }),
      group: "events.k8s.io",
    },
  ];
}

export const groupVersion = ({ group, version }: Pick<Resource, "group" | "version">): string =>
  group === "" ? version : `${group}/${version}`;

/** `jobs.batch`, `pods`. */
export const resourceName = ({ plural, group }: Pick<Resource, "plural" | "group">): string =>
  group === "" ? plural : `${plural}.${group}`;

/** `Job.batch`, `Pod`. */
export const kindName = ({ kind, group }: Pick<Resource, "kind" | "group">): string =>
  group === "" ? kind : `${kind}.${group}`;

type Traits = Partial<
  Pick<Resource, "namespaced" | "verbs" | "shortNames" | "categories" | "subresources">
>;

function core(plural: Plural, kind: string, traits: Traits): Resource {
  return resource(plural, kind, "", "v1", `io.k8s.api.core.v1.${kind}`, traits);
}

function batch(plural: Plural, kind: string, version: string, traits: Traits): Resource {
  return resource(plural, kind, "batch", version, `io.k8s.api.batch.v1.${kind}`, {
    categories: ["all"],
    subresources: [status],
    ...traits,
  });
}

function resource(
  plural: Plural,
  kind: string,
  group: string,
  version: string,
  schema: string,
  traits: Traits,
): Resource {
  return {
    plural,
    singular: kind.toLowerCase(),
    kind,
    group,
    version,
    schema,
    namespaced: true,
    verbs: everything,
    shortNames: [],
    categories: [],
    subresources: [],
    ...traits,
  };
}
