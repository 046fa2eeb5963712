import { parseDocument } from "yaml";
import { type Decoded, DecodingError, decode, isObject, refuseDeep } from "./decoding.ts";
import { badRequest, refuseOptions, unsupportedMediaType } from "./failure.ts";
import { FieldErrors } from "./field-errors.ts";
import { ProtobufError, readProtobuf } from "./protobuf.ts";
import { type Body, textOf } from "./request.ts";
import { groupVersion, type Resource } from "./resource.ts";
import { schemas } from "./schema.ts";

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
  const value = readValue(body, resource.kind);
  const own = groupVersion(resource);
  const [kind, apiVersion] = [value.kind ?? resource.kind, value.apiVersion ?? own];
  refuseOtherKind(String(kind), String(apiVersion), resource);
  return readDecoded(value, resource, validation, warn);
}

/** By the schema of a resource, with what its caller wants done about unknown fields. */
function readDecoded(
  value: Record<string, unknown>,
  resource: Resource,
  validation: FieldValidation,
  warn: (warning: string) => void,
): Record<string, unknown> {
  const { kind, version } = resource;
  const cannot = `${kind} in version "${version}" cannot be handled as a ${kind}`;
  const { object, strictErrors } = decoded(value, resource.schema, cannot);
  if (validation === "Strict" && strictErrors.length > 0) {
    throw badRequest(`${cannot}: strict decoding error: ${strictErrors.join(", ")}`);
  }
  if (validation === "Warn") for (const error of strictErrors) warn(error);
  return { ...object, apiVersion: groupVersion(resource), kind };
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
  const because =
    apiVersion === own && schemas.has(resource.schema.replace(/\w+$/, kind))
      ? `converting (${version}.${kind}) to (${resource.group || "core"}.${resource.kind}): unknown conversion`
      : `no kind "${kind}" is registered for version "${apiVersion}" in scheme "pkg/runtime/scheme.go:111"`;
  throw badRequest(
    `${kind} in version "${version}" cannot be handled as a ${resource.kind}: ${because}`,
  );
}

/** JSON, YAML or protobuf of an object that should be of a kind. */
export function readValue(body: Body, kind: string): Record<string, unknown> {
  const value = parse(body, kind);
  if (!isObject(value)) {
    throw unrecognized(
      kind,
      `couldn't get version/kind; json parse error: json: cannot unmarshal ${jsonType(value)} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" } (${hex(textOf(body))})`,
    );
  }
  refuseDeep(value);
  return value;
}

function parse(body: Body, kind: string): unknown {
  switch (body.mediaType) {
    case "application/json":
      return readJson(textOf(body), kind);
    case "application/yaml":
      return readYaml(textOf(body), kind);
    case protobuf:
      try {
        return readProtobuf(Buffer.from(body.content));
      } catch (error) {
        if (!(error instanceof ProtobufError)) throw error;
        throw unrecognized(kind, error.message);
      }
    default:
      throw unsupportedMediaType(
        `the body of the request was in an unknown format - accepted media types include: ${accepted}`,
      );
  }
}

function readJson(text: string, kind: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const shown = text === "" ? "<empty>" : isPrintable(text) ? text : hex(text);
    throw unrecognized(
      kind,
      `couldn't get version/kind; json parse error: ${jsonFault(text)} (${shown.slice(0, 1024)})`,
    );
  }
}

function readYaml(text: string, kind: string): unknown {
  const document = parseDocument(text, { version: "1.1", maxAliasCount: 100 } as never);
  const fault = document.errors[0];
  if (fault) throw unrecognized(kind, `yaml: ${yamlFault(fault)} (${hex(text).slice(0, 1024)})`);
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch {
    throw unrecognized(kind, "yaml: document contains excessive aliasing");
  }
}

function yamlFault({ code, message }: { code: string; message: string }): string {
  if (code === "BLOCK_AS_IMPLICIT_KEY" || /nested mappings/i.test(message)) {
    return "mapping values are not allowed in this context";
  }
  return (message.split("\n")[0] ?? "").replace(/ at line \d+, column \d+:?$/, "");
}

/** Of what is no object of a resource, nothing is said but the cause. */
const unrecognized = (kind: string, because: string) =>
  kind === "DeleteOptions"
    ? badRequest(because.replace(/ \([^()]*\)$/, ""))
    : badRequest(`the object provided is unrecognized (must be of type ${kind}): ${because}`);

/** In Go's words, as far as one can tell without Go's scanner. */
function jsonFault(text: string): string {
  if (text.trim() === "") return "unexpected end of JSON input";
  try {
    JSON.parse(text);
    return "";
  } catch (error) {
    const message = error instanceof Error ? error.message : "";
    if (/end of JSON|Unterminated|after JSON at position|Expected/.test(message)) {
      const position = Number(/position (\d+)/.exec(message)?.[1] ?? text.length);
      if (position >= text.length) return "unexpected end of JSON input";
    }
    const found = /Unexpected token '(.)'|position (\d+)/u.exec(message);
    const character = found?.[1] ?? text[Number(found?.[2] ?? 0)] ?? "";
    return `invalid character '${character}' looking for beginning of value`;
  }
}

const hex = (text: string) => Buffer.from(text).toString("hex");
const isPrintable = (text: string) => /^\s*[{[]/.test(text);

function jsonType(value: unknown): string {
  if (Array.isArray(value)) return "array";
  if (value === null) return "null";
  return typeof value === "boolean" ? "bool" : typeof value;
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
  const supported = ["", "Ignore", "Strict", "Warn"];
  if (!supported.includes(validation)) {
    errors.notSupported("fieldValidation", validation, supported);
  }
  refuseOptions(kind, errors.list);
  return {
    dryRun: dryRun.length > 0,
    validation: validation === "" ? "Warn" : (validation as FieldValidation),
  };
}
