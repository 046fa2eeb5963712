import { records } from "./records.ts";

/** What is used of an OpenAPI schema; `data/schemas.jsonl` has the real API server's, without prose. */
export interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly "x-kubernetes-patch-merge-key"?: string;
  readonly "x-kubernetes-patch-strategy"?: string;
}

const prefix = "#/components/schemas/";

/** By name, for example `io.k8s.api.batch.v1.JobSpec`. */
export const schemas = records<Schema>("schemas.jsonl");

/** A schema with the name it has, where it is one of the named. */
export interface Resolved {
  readonly schema: Schema;
  readonly name: string | null;
}

/** Follows `$ref`, also where a field wraps it in `allOf`. */
export function resolve(schema: Schema): Resolved {
  const ref = schema.$ref ?? schema.allOf?.[0]?.$ref;
  if (ref === undefined) return { schema, name: null };
  const name = ref.slice(prefix.length);
  return { schema: schemas.get(name) ?? {}, name };
}

export function named(name: string): Resolved {
  return { schema: schemas.get(name) ?? {}, name };
}
