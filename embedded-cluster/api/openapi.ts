import { groupVersion, type Resource } from "./resource.ts";
import { type Schema, schemas } from "./schema.ts";

/**
 * The OpenAPI documents kubectl reads: which paths check fields themselves (`fieldValidation`), and
 * the shapes by which `apply` merges. They hold the real schemas of what is served, without prose.
 */
export class OpenApi {
  readonly #resources: readonly Resource[];

  constructor(resources: readonly Resource[]) {
    this.#resources = resources;
  }

  /** null for a path there is no document at. */
  answer(path: string): object | null {
    if (path === "/openapi/v3") {
      return {
        paths: Object.fromEntries(
          this.#roots().map((root) => [root, { serverRelativeURL: `/openapi/v3/${root}` }]),
        ),
      };
    }
    const root = path.slice("/openapi/v3/".length);
    const own = this.#resources.filter((resource) => rootOf(resource) === root);
    return own.length === 0 ? null : document(own);
  }

  #roots(): string[] {
    return [...new Set(this.#resources.map(rootOf))];
  }
}

const rootOf = (resource: Resource): string =>
  `${resource.group === "" ? "api" : "apis"}/${groupVersion(resource)}`;

function document(resources: readonly Resource[]): object {
  const [first] = resources as readonly [Resource];
  const used = new Map<string, Schema>();
  for (const { schema } of resources) collect(schema, used);
  const components = Object.fromEntries(
    [...used].map(([name, schema]) => {
      const resource = resources.find((one) => one.schema === name);
      return [name, resource ? { ...schema, ...identity(resource, true) } : schema];
    }),
  );
  return {
    openapi: "3.0.0",
    info: { title: "Kubernetes", version: groupVersion(first) },
    paths: Object.fromEntries(resources.flatMap(pathsOf)),
    components: { schemas: components },
  };
}

/** A schema and all it refers to. */
function collect(name: string, used: Map<string, Schema>): void {
  const schema = schemas.get(name);
  if (!schema || used.has(name)) return;
  used.set(name, schema);
  for (const [, other] of JSON.stringify(schema).matchAll(/#\/components\/schemas\/([^"]+)/g)) {
    if (other !== undefined) collect(other, used);
  }
}

const fieldValidation = ["dryRun", "fieldManager", "fieldValidation"].map((name) => ({
  name,
  in: "query",
  schema: { type: "string", uniqueItems: true },
}));

function pathsOf(resource: Resource): [string, object][] {
  const scope = resource.namespaced ? "/namespaces/{namespace}" : "";
  const collection = `/${rootOf(resource)}${scope}/${resource.plural}`;
  const has = (verb: string) => resource.verbs.includes(verb);
  const writing = { ...operation(resource), parameters: fieldValidation };
  return [
    [
      collection,
      {
        ...(has("list") && { get: operation(resource) }),
        ...(has("create") && { post: writing }),
      },
    ],
    [
      `${collection}/{name}`,
      {
        ...(has("get") && { get: operation(resource) }),
        ...(has("update") && { put: writing }),
        ...(has("patch") && { patch: writing }),
        ...(has("delete") && { delete: operation(resource) }),
      },
    ],
  ];
}

const operation = (resource: Resource) => ({
  responses: { 200: { description: "OK" } },
  ...identity(resource, false),
});

function identity({ group, version, kind }: Resource, isList: boolean) {
  const gvk = { group, kind, version };
  return { "x-kubernetes-group-version-kind": isList ? [gvk] : gvk };
}
