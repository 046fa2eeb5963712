import { groupVersion, type KubernetesApi, type Resource } from "./resource.ts";
import { reviews } from "./reviews.ts";

/** What clients ask before anything else: which groups, versions and resources there are. */
export class Discovery {
  readonly #resources: readonly Resource[];
  readonly #api: KubernetesApi;

  constructor(resources: readonly Resource[], api: KubernetesApi) {
    this.#resources = resources;
    this.#api = api;
  }

  /** The answer to a path without a resource; null when there is nothing at it. */
  answer(path: string, isAggregated: boolean): object | null {
    const parts = path.split("/").filter((part) => part !== "");
    const [root, group = "", version] = parts;
    if (root === "api" && parts.length === 1) {
      return isAggregated ? this.#aggregated([""]) : apiVersions;
    }
    if (root === "apis" && parts.length === 1) {
      return isAggregated
        ? this.#aggregated(this.#groups())
        : {
            kind: "APIGroupList",
            apiVersion: "v1",
            groups: this.#groups().map((name) => this.#group(name)),
          };
    }
    if (root === "api" && parts.length === 2) return this.#list("", group);
    if (root !== "apis" || !this.#groups().includes(group)) return null;
    if (version === undefined) return { ...this.#group(group), kind: "APIGroup", apiVersion: "v1" };
    return parts.length === 3 ? this.#list(group, version) : null;
  }

  has(group: string): boolean {
    return group === "" || this.#groups().includes(group);
  }

  /** For /version; the build says that it is not the real one. */
  version(): object {
    const [major = "1", minor = "37"] = this.#api.split(".");
    const patch = this.#api === "1.20" ? "15" : "2";
    return {
      major,
      minor,
      ...(this.#api === "1.37" && {
        emulationMajor: major,
        emulationMinor: minor,
        minCompatibilityMajor: major,
        minCompatibilityMinor: "36",
      }),
      gitVersion: `v${major}.${minor}.${patch}+embedded`,
      gitCommit: "",
      gitTreeState: "clean",
      buildDate: "1970-01-01T00:00:00Z",
      goVersion: "",
      compiler: "",
      platform: "embedded",
    };
  }

  #groups(): string[] {
    const all = [
      ...this.#resources.map(({ group }) => group),
      ...Object.values(reviews).map(({ group }) => group),
    ];
    return [...new Set(all)].filter((group) => group !== "").toSorted();
  }

  #versions(group: string): string[] {
    const own = this.#resources.filter((resource) => resource.group === group);
    const versions = [...new Set(own.map(({ version }) => version))];
    return versions.length === 0 ? ["v1"] : versions.toSorted();
  }

  #group(name: string) {
    const versions = this.#versions(name).map((version) => ({
      groupVersion: groupVersion({ group: name, version }),
      version,
    }));
    return { name, versions, preferredVersion: versions[0] };
  }

  #list(group: string, version: string): object | null {
    const own = this.#in(group, version);
    const asking = version === "v1" ? reviewsOf(group) : [];
    if (own.length + asking.length === 0) return null;
    return {
      kind: "APIResourceList",
      ...(group !== "" && { apiVersion: "v1" }),
      groupVersion: groupVersion({ group, version }),
      resources: [
        ...own.flatMap(({ plural, singular, kind, namespaced, ...rest }) => [
          {
            name: plural,
            singularName: singular,
            namespaced,
            kind,
            verbs: rest.verbs,
            ...(rest.shortNames.length > 0 && { shortNames: rest.shortNames }),
            ...(rest.categories.length > 0 && { categories: rest.categories }),
          },
          ...rest.subresources.map((subresource) => ({
            name: `${plural}/${subresource.name}`,
            singularName: "",
            namespaced,
            kind: subresource.kind ?? kind,
            verbs: subresource.verbs,
          })),
        ]),
        ...asking.map(([name, { kind }]) => ({
          name,
          singularName: kind.toLowerCase(),
          namespaced: false,
          kind,
          verbs: ["create"],
        })),
      ],
    };
  }

  #in(group: string, version: string): Resource[] {
    return this.#resources.filter((one) => one.group === group && one.version === version);
  }

  #aggregated(groups: readonly string[]): object {
    return {
      kind: "APIGroupDiscoveryList",
      apiVersion: "apidiscovery.k8s.io/v2",
      metadata: {},
      items: groups.map((group) => ({
        metadata: group === "" ? {} : { name: group },
        versions: this.#versions(group).map((each) => ({
          version: each,
          resources: [
            ...this.#in(group, each).map((resource) => ({
              resource: resource.plural,
              responseKind: responseKind(resource.kind),
              scope: resource.namespaced ? "Namespaced" : "Cluster",
              singularResource: resource.singular,
              verbs: resource.verbs,
              ...(resource.shortNames.length > 0 && { shortNames: resource.shortNames }),
              ...(resource.categories.length > 0 && { categories: resource.categories }),
              ...(resource.subresources.length > 0 && {
                subresources: resource.subresources.map(({ name, verbs, kind }) => ({
                  subresource: name,
                  responseKind: responseKind(kind ?? resource.kind),
                  verbs,
                })),
              }),
            })),
            ...reviewsOf(group).map(([resource, { kind }]) => ({
              resource,
              responseKind: responseKind(kind),
              scope: "Cluster",
              singularResource: kind.toLowerCase(),
              verbs: ["create"],
            })),
          ],
          freshness: "Current",
        })),
      })),
    };
  }
}

const reviewsOf = (group: string) =>
  Object.entries(reviews).filter(([, review]) => review.group === group);

const responseKind = (kind: string) => ({ group: "", version: "", kind });

const apiVersions = {
  kind: "APIVersions",
  versions: ["v1"],
  serverAddressByClientCIDRs: [],
};

export const aggregatedType =
  "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

/** Whether the Accept header asks for all groups at once. */
export function wantsAggregated(accept = ""): boolean {
  return accept
    .split(",")
    .some(
      (range) => range.includes("as=APIGroupDiscoveryList") && /;\s*v=v2(;|$)/.test(range.trim()),
    );
}
