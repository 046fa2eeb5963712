import { readFileSync } from "node:fs";
import { json } from "./answer.ts";
import type { ApiResponse } from "./request.ts";
import { groupVersion, type Resource } from "./resource.ts";
import { type Schema, schemas } from "./schema.ts";

/**
 * The OpenAPI documents kubectl reads: which paths check fields themselves (`fieldValidation`), the
 * shapes by which `apply` merges, and what `explain` says. They hold the real schemas of what is
 * served. Each is made when it is first asked for.
 */
export class OpenApi {
  readonly #resources: readonly Resource[];
  readonly #documents = new Map<string, object>();

  constructor(resources: readonly Resource[]) {
    this.#resources = resources;
  }

  /** null for a path there is no document at. */
  answer(path: string, accept = ""): ApiResponse | null {
    if (path === "/openapi/v2") return openApi2(accept);
    if (path === "/openapi/v3") {
      const roots = this.#roots().map((root) => [
        root,
        { serverRelativeURL: `/openapi/v3/${root}` },
      ]);
      return json({ paths: Object.fromEntries(roots) });
    }
    const found = path.startsWith("/openapi/v3/") ? this.#document(path) : null;
    return found && json(found);
  }

  #document(path: string): object | null {
    const root = path.slice("/openapi/v3/".length);
    const own = this.#resources.filter((resource) => rootOf(resource) === root);
    if (own.length === 0) return null;
    const known = this.#documents.get(root) ?? document(own);
    this.#documents.set(root, known);
    return known;
  }

  #roots(): string[] {
    return [...new Set(this.#resources.map(rootOf))];
  }
}

const rootOf = (resource: Resource): string =>
  `${resource.group === "" ? "api" : "apis"}/${groupVersion(resource)}`;

/**
 * The document of OpenAPI 2, which kubectl asks for where version 3 does not know a kind. It is
 * empty; in protobuf that is no byte at all.
 */
function openApi2(accept: string): ApiResponse {
  if (accept.includes("+protobuf")) {
    const type = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
    return { status: 200, headers: { "content-type": type }, body: "" };
  }
  return json({ swagger: "2.0", info: { title: "Kubernetes", version: "1.37" }, paths: {} });
}

/** What a schema and its fields are for, by their names. */
type Prose = readonly [description: string, fields: Readonly<Record<string, string>>];

function readProse(): ReadonlyMap<string, Prose> {
  const lines = readFileSync(new URL("./data/descriptions.jsonl", import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as [string, ...Prose]);
  return new Map(lines.map(([name, ...prose]) => [name, prose]));
}

function described(schema: Schema, prose: Prose | undefined): object {
  const [description, fields] = prose ?? ["", {}];
  const { properties } = schema;
  return {
    ...schema,
    ...(description !== "" && { description }),
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, field]) => {
          const told = fields[name];
          return [name, told === undefined ? field : { ...field, description: told }];
        }),
      ),
    }),
  };
}

function document(resources: readonly Resource[]): object {
  const [first] = resources as readonly [Resource];
  const prose = readProse();
  const used = new Map<string, Schema>();
  for (const { schema } of resources) collect(schema, used);
  const components = Object.fromEntries(
    [...used].map(([name, schema]) => {
      const resource = resources.find((one) => one.schema === name);
      return [
        name,
        { ...described(schema, prose.get(name)), ...(resource && identity(resource, true)) },
      ];
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
