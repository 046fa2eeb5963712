import { badRequest } from "./failure.ts";
import { named, type Resolved, resolve, type Schema } from "./schema.ts";

/** An object as the API server understood it, and what it did not understand. */
export interface Decoded {
  readonly object: Record<string, unknown>;
  /** In the API server's words, for example `unknown field "spec.foo"`. */
  readonly strictErrors: readonly string[];
}

/** What Go's decoder says; the callers put it in the sentence of their request. */
export class DecodingError extends Error {}

/**
 * Reads an object by its schema as Go's decoder does: unknown fields are left out and told, null is
 * absent, a value of another type is a DecodingError with the decoder's text.
 */
export function decode(value: unknown, schemaName: string): Decoded {
  const strictErrors: string[] = [];
  const start: Place = { field: "", struct: "", path: "", strict: "" };
  const object = read(value, named(schemaName), start, strictErrors);
  return { object: (object ?? {}) as Record<string, unknown>, strictErrors };
}

/** Where the decoder is, in the two spellings of its messages. */
interface Place {
  /** The field the value is of, with its struct: `JobSpec.spec.parallelism`. */
  readonly field: string;
  /** The struct whose fields are read. */
  readonly struct: string;
  /** The fields up to here, without indexes. */
  readonly path: string;
  /** The same with indexes. */
  readonly strict: string;
}

function read(value: unknown, { schema, name }: Resolved, at: Place, unknown: string[]): unknown {
  if (value === null || value === undefined) return undefined;
  const special = name === null ? undefined : specials[name.split(".").at(-1) ?? ""];
  if (special) return special(value);
  switch (schema.type) {
    case "object":
      if (!isObject(value)) throw mismatch(value, at, goType({ schema, name }));
      if (schema.properties) return readStruct(value, { schema, name }, at, unknown);
      return readMap(value, schema.additionalProperties, at, unknown);
    case "array":
      if (!Array.isArray(value)) throw mismatch(value, at, goType({ schema, name }));
      return value.map((each, i) => {
        const item = resolve(schema.items ?? {});
        const inside = { ...at, strict: `${at.strict}[${i}]` };
        return read(each, item, inside, unknown) ?? zero(item.schema);
      });
    case "string":
      if (typeof value !== "string") throw mismatch(value, at, "string");
      if (schema.format === "byte") refuseNoBase64(value);
      return value;
    case "boolean":
      if (typeof value !== "boolean") throw mismatch(value, at, "bool");
      return value;
    case "integer":
      return readInteger(value, schema.format ?? "int64", at);
    default:
      return value;
  }
}

function readStruct(
  value: Record<string, unknown>,
  { schema, name }: Resolved,
  at: Place,
  unknown: string[],
): Record<string, unknown> {
  const struct = name?.split(".").at(-1) ?? at.struct;
  const result: Record<string, unknown> = {};
  const join = (base: string, key: string) => (base === "" ? key : `${base}.${key}`);
  for (const [key, each] of Object.entries(value)) {
    const strict = join(at.strict, key);
    const property = schema.properties?.[key];
    if (property === undefined || !Object.hasOwn(schema.properties ?? {}, key)) {
      unknown.push(`unknown field "${strict}"`);
      continue;
    }
    const path = join(at.path, key);
    const inside = { field: `${struct}.${path}`, struct, path, strict };
    const understood = read(each, resolve(property), inside, unknown);
    if (understood === undefined) continue;
    if (isEmptyCollection(understood, property) && !schema.required?.includes(key)) continue;
    result[key] = understood;
  }
  for (const key of nullable[struct] ?? []) result[key] ??= null;
  return result;
}

/** A list or map of nothing, which `omitempty` leaves out; a struct without fields stays. */
function isEmptyCollection(value: unknown, property: Schema): boolean {
  if (Array.isArray(value)) return value.length === 0;
  const isMap = resolve(property).schema.additionalProperties !== undefined;
  return isMap && isObject(value) && Object.keys(value).length === 0;
}

/** Fields that are sent as null where they have no value. */
const nullable: Readonly<Record<string, readonly string[]>> = {
  PodCondition: ["lastProbeTime"],
  Event: ["firstTimestamp", "lastTimestamp", "eventTime"],
};

function readMap(
  value: Record<string, unknown>,
  values: Schema | undefined,
  at: Place,
  unknown: string[],
): Record<string, unknown> {
  if (values === undefined) return value;
  const result: Record<string, unknown> = {};
  for (const [key, each] of Object.entries(value)) {
    const understood = read(each, resolve(values), at, unknown) ?? zero(resolve(values).schema);
    // An own property, whatever its name.
    Object.defineProperty(result, key, {
      value: understood,
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return result;
}

/** As Go's base64.StdEncoding reads it. */
function refuseNoBase64(text: string): void {
  const padding = /={0,2}$/.exec(text)?.[0].length ?? 0;
  const wrong = /[^A-Za-z0-9+/]/.exec(text.slice(0, text.length - padding))?.index;
  if (wrong === undefined && text.length % 4 === 0) return;
  throw new DecodingError(`illegal base64 data at input byte ${wrong ?? text.length - padding}`);
}

function readInteger(value: unknown, format: string, at: Place): number {
  if (typeof value !== "number") throw mismatch(value, at, format);
  const limit = format === "int32" ? 2 ** 31 : Number.MAX_SAFE_INTEGER;
  if (!Number.isInteger(value) || value >= limit || value < -limit) {
    throw mismatch(value, at, format, ` ${value}`);
  }
  return value;
}

const quantity = /^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$/;
const suffix = /^([numkMGTPE]|[KMGTPE]i|[eE][-+]?\d+)?$/;

/** Types that decode themselves. */
const specials: Readonly<Record<string, (value: unknown) => unknown>> = {
  Quantity(value) {
    const text = typeof value === "number" ? String(value) : value;
    const parts = typeof text === "string" ? quantity.exec(text) : null;
    if (!parts) {
      throw new DecodingError(`quantities must match the regular expression '${quantity.source}'`);
    }
    if (!suffix.test(parts[2] ?? "")) {
      throw new DecodingError("unable to parse quantity's suffix");
    }
    return text;
  },
  IntOrString: (value) => value,
  FieldsV1: (value) => value,
  Time: (value) => readTime(value, /\.\d+/),
  MicroTime: (value) => readTime(value, null),
};

/** Whole seconds in UTC; a MicroTime keeps its fraction. */
function readTime(value: unknown, cut: RegExp | null): unknown {
  if (typeof value !== "string") {
    throw new DecodingError(
      `json: cannot unmarshal ${typeName(value)} into Go value of type string`,
    );
  }
  const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[-+]\d\d:\d\d)$/.test(value)
    ? Date.parse(value)
    : Number.NaN;
  if (Number.isNaN(ms)) {
    const layout = cut ? "2006-01-02T15:04:05Z07:00" : "2006-01-02T15:04:05.000000Z07:00";
    throw new DecodingError(
      `parsing time ${JSON.stringify(value)} as "${layout}": cannot parse ${JSON.stringify(value)} as "2006"`,
    );
  }
  if (cut === null && value.endsWith("Z")) return value;
  return new Date(ms).toISOString().replace(cut ?? /$^/, "");
}

function mismatch(value: unknown, at: Place, type: string, literal = ""): DecodingError {
  const field = at.field === "" ? "Go value" : `Go struct field ${at.field}`;
  return new DecodingError(
    `json: cannot unmarshal ${typeName(value)}${literal} into ${field} of type ${type}`,
  );
}

/** As Go's decoder calls what JSON holds. */
export function typeName(value: unknown): string {
  if (Array.isArray(value)) return "array";
  if (value === null) return "null";
  return typeof value === "boolean" ? "bool" : typeof value;
}

/** As Go writes the type: `v1.JobSpec`, `[]v1.Container`, `map[string]string`. */
function goType({ schema, name }: Resolved): string {
  if (name !== null) return `v1.${name.split(".").at(-1)}`;
  if (schema.type === "array") return `[]${goType(resolve(schema.items ?? {}))}`;
  if (schema.type === "object") {
    return `map[string]${goType(resolve(schema.additionalProperties ?? {}))}`;
  }
  return schema.type === "boolean" ? "bool" : (schema.format ?? schema.type ?? "interface {}");
}

/** What null stands for among the items of a list or the values of a map. */
function zero(schema: Schema): unknown {
  if (schema.type === "object") return {};
  if (schema.type === "array") return [];
  if (schema.type === "boolean") return false;
  return schema.type === "integer" ? 0 : "";
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Depth at which a body is refused before anything walks it. */
const depthLimit = 200;

/** JSON or YAML that nothing here can be made to recurse into without end. */
export function refuseDeep(value: unknown, depth = 0): void {
  if (typeof value !== "object" || value === null) return;
  if (depth > depthLimit) throw badRequest("the object is nested too deeply");
  for (const each of Object.values(value)) refuseDeep(each, depth + 1);
}
