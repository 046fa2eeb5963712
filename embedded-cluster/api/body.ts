import type { ApiFailure } from "../objects.ts";
import { type Decoded, DecodingError, decode, isObject, refuseDeep, typeName } from "./decoding.ts";
import { badRequest, refuseOptions, unsupportedMediaType } from "./failure.ts";
import { FieldErrors } from "./field-errors.ts";
import { duplicateFields, JsonFault } from "./json-scan.ts";
import { ProtobufError, readProtobuf } from "./protobuf.ts";
import { type Body, textOf } from "./request.ts";
import { groupVersion, type Resource, resources } from "./resource.ts";
import { schemas } from "./schema.ts";
import { readYaml, YamlFault } from "./yaml-text.ts";

/** What the query may say of fields the schema does not know. */
export type FieldValidation = "Ignore" | "Warn" | "Strict";

export const protobuf = "application/vnd.kubernetes.protobuf";
const accepted = `application/json, application/yaml, ${protobuf}`;

/** The body of a create or replace; throws what the API server says of one it cannot read. */
export function readObject(
  body: Body,
  resource: Resource,
  validation: FieldValidation,
  warn: (warning: string) => void,
): Record<string, unknown> {
  const { value, duplicates } = parse(body, resource.kind);
  const own = groupVersion(resource);
  refuseOtherKind(String(value.kind || resource.kind), String(value.apiVersion || own), resource);
  const { kind, version } = resource;
  const cannot = `${kind} in version "${version}" cannot be handled as a ${kind}`;
  const { object, strictErrors } = decoded(value, resource.schema, cannot);
  const told = [...duplicates, ...strictErrors];
  tell(told, validation, warn, (error) => badRequest(`${cannot}: ${error}`));
  return { ...object, apiVersion: own, kind };
}

/** Of what a strict decoder finds, as the caller wishes. */
export function tell(
  strictErrors: readonly string[],
  validation: FieldValidation,
  warn: (warning: string) => void,
  refusal: (error: string) => ApiFailure,
): void {
  if (validation === "Strict" && strictErrors.length > 0) {
    throw refusal(`strict decoding error: ${strictErrors.join(", ")}`);
  }
  if (validation === "Warn") for (const error of strictErrors) warn(error);
}

function decoded(value: Record<string, unknown>, schema: string, cannot: string): Decoded {
  try {
    return decode(value, schema);
  } catch (error) {
    if (!(error instanceof DecodingError)) throw error;
    throw badRequest(`${cannot}: ${error.message}`);
  }
}

function refuseOtherKind(kind: string, apiVersion: string, resource: Resource): void {
  const own = groupVersion(resource);
  if (kind === resource.kind && apiVersion === own) return;
  const version = apiVersion.split("/").at(-1);
  const isKnown =
    (apiVersion === own && schemas.has(resource.schema.replace(/\w+$/, kind))) ||
    resources("1.37").some((one) => one.kind === kind && groupVersion(one) === apiVersion);
  const because = isKnown
    ? `converting (${version}.${kind}) to (${resource.group || "core"}.${resource.kind}): unknown conversion`
    : `no kind "${kind}" is registered for version "${apiVersion}" in scheme "pkg/runtime/scheme.go:111"`;
  throw badRequest(
    `${kind} in version "${version}" cannot be handled as a ${resource.kind}: ${because}`,
  );
}

/** A body's value, with what Go's strict decoder says of fields that are there twice. */
interface Parsed {
  readonly value: Record<string, unknown>;
  readonly duplicates: readonly string[];
}

/** JSON, YAML or protobuf of an object that should be of a kind. */
export const readValue = (body: Body, kind: string): Record<string, unknown> =>
  parse(body, kind).value;

function parse(body: Body, kind: string): Parsed {
  const refuse = (because: string) => unrecognized(kind, because, body);
  const noKind = "couldn't get version/kind; json parse error";
  let read: { value: unknown; duplicates: readonly string[] };
  try {
    read = readContent(body);
  } catch (error) {
    if (error instanceof JsonFault) throw refuse(`${noKind}: ${error.message}`);
    if (error instanceof YamlFault) throw refuse(`yaml: ${error.message}`);
    if (error instanceof ProtobufError) throw badRequest(`${unreadable(kind)}: ${error.message}`);
    throw error;
  }
  // As in Go, null leaves everything as it was: empty.
  const value = read.value ?? {};
  if (!isObject(value)) {
    throw refuse(
      `${noKind}: json: cannot unmarshal ${typeName(value)} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }`,
    );
  }
  for (const field of ["kind", "apiVersion"]) {
    const given = value[field] ?? "";
    if (typeof given !== "string") {
      const cannot = `json: cannot unmarshal ${typeName(given)} into Go struct field .${field} of type string`;
      throw refuse(`${noKind}: ${cannot}`);
    }
    if (given.split("/").length > 2) throw refuse(`unexpected GroupVersion string: ${given}`);
  }
  refuseDeep(value);
  return { value, duplicates: read.duplicates };
}

function readContent(body: Body): { value: unknown; duplicates: readonly string[] } {
  switch (body.mediaType) {
    case "application/json": {
      const text = textOf(body);
      const duplicates = duplicateFields(text).map((path) => `duplicate field "${path}"`);
      return { value: JSON.parse(text), duplicates };
    }
    case "application/yaml":
      return readYaml(textOf(body));
    case protobuf:
      return { value: readProtobuf(Buffer.from(body.content)), duplicates: [] };
    default:
      throw unsupportedMediaType(
        `the body of the request was in an unknown format - accepted media types include: ${accepted}`,
      );
  }
}

const unreadable = (kind: string) =>
  `the object provided is unrecognized (must be of type ${kind})`;

/** With a summary of the body, save where it is no object of a resource. */
function unrecognized(kind: string, because: string, body: Body) {
  if (kind === "DeleteOptions") return badRequest(because);
  const bytes = Buffer.from(body.content);
  const start = bytes.subarray(0, 30);
  const shown = start.toString(start[0] === 0x7b ? "utf8" : "hex");
  const more = bytes.length > start.length ? " ..." : "";
  return badRequest(
    `${unreadable(kind)}: ${because} (${bytes.length === 0 ? "<empty>" : shown + more})`,
  );
}

/** `dryRun` and `fieldValidation` of a write; throws 422 for other values. */
export function writeOptions(
  query: URLSearchParams,
  kind: "CreateOptions" | "UpdateOptions" | "PatchOptions",
): { readonly dryRun: boolean; readonly validation: FieldValidation } {
  const errors = new FieldErrors();
  const dryRun = query.getAll("dryRun");
  if (dryRun.some((value) => value !== "All")) errors.notSupported("dryRun", dryRun, ["All"]);
  const validation = query.get("fieldValidation") ?? "";
  errors.oneOf("fieldValidation", validation, ["", "Ignore", "Strict", "Warn"]);
  if ((query.get("fieldManager") ?? "").length > 128) errors.tooLong("fieldManager", 128);
  if (kind === "PatchOptions" && query.has("force")) {
    errors.forbidden("force", "may not be specified for non-apply patch");
  }
  refuseOptions(kind, errors.list);
  return {
    dryRun: dryRun.length > 0,
    validation: validation === "" ? "Warn" : (validation as FieldValidation),
  };
}
