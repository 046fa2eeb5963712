import type { ApiObject } from "../objects.ts";
import { type FieldValidation, tell } from "./body.ts";
import { DecodingError, decode, isObject, refuseDeep, typeName } from "./decoding.ts";
import { badRequest, failure, unsupportedMediaType } from "./failure.ts";
import { jsonPatch, PatchRefused } from "./json-patch.ts";
import { duplicateFields, JsonFault } from "./json-scan.ts";
import { mergePatch } from "./merge-patch.ts";
import { type Body, textOf } from "./request.ts";
import { groupVersion, type Resource } from "./resource.ts";
import { named } from "./schema.ts";
import { goMap, StrategicMergeError, strategicMerge } from "./strategic-merge.ts";

/** More than anyone's hand writes, and few enough to be applied at once. */
const mostOperations = 10_000;

/** What a patch would make of an object, read by its schema like a body. */
export type Patch = (
  before: ApiObject,
  validation: FieldValidation,
  warn: (warning: string) => void,
) => ApiObject;

/** Reads a patch; throws what the API server says of one that is none. */
export function readPatch(body: Body, resource: Resource): Patch {
  switch (body.mediaType) {
    case "application/json-patch+json": {
      const { value: operations, duplicates } = parse(textOf(body), "json patch duplicate field");
      if (!Array.isArray(operations) || !operations.every(isObject)) {
        throw undecodable(operations, "[]handlers.jsonPatchOp");
      }
      if (operations.length > mostOperations) {
        throw failure(
          413,
          "RequestEntityTooLarge",
          `Request entity too large: The allowed maximum operations in a JSON patch is ${mostOperations}, got ${operations.length}`,
        );
      }
      return patchBy(
        resource,
        duplicates,
        (before) => jsonPatch(before, operations),
        (after) => JSON.stringify(after),
      );
    }
    case "application/merge-patch+json": {
      const { value: patch, duplicates } = parse(textOf(body));
      if (patch === null) throw badRequest("Invalid JSON Patch");
      if (!isObject(patch)) throw undecodable(patch, "map[string]interface {}");
      return patchBy(
        resource,
        duplicates,
        (before) => mergePatch(before, patch),
        (after) => JSON.stringify(after),
      );
    }
    case "application/strategic-merge-patch+json": {
      const { value: given, duplicates } = parse(textOf(body));
      const patch = given ?? {};
      if (!isObject(patch)) throw badRequest(unmarshal(patch, "map[string]interface {}"));
      return patchBy(
        resource,
        duplicates,
        (before) => strategicMerge(before, patch, named(resource.schema)),
        () => goMap(patch),
        convertible,
      );
    }
    case "application/apply-patch+yaml":
    case "application/apply-patch+cbor":
      throw unsupportedMediaType(
        "the embedded cluster does not simulate server-side apply; use kubectl apply without --server-side",
      );
    default:
      throw failure(415, "UnsupportedMediaType", "415: Unsupported Media Type", {});
  }
}

function patchBy(
  resource: Resource,
  duplicates: readonly string[],
  apply: (before: ApiObject) => unknown,
  shown: (after: unknown) => string,
  told: (error: DecodingError) => string = ({ message }) => message,
): Patch {
  return (before, validation, warn) => {
    const own = { ...before, apiVersion: groupVersion(resource) };
    const after = applied(() => apply(own));
    const refuse = (detail: string) => refusal(shown(after), detail);
    if (!isObject(after)) throw refuse("the patch does not leave an object");
    const { kind = resource.kind, apiVersion = own.apiVersion } = after;
    if (kind !== resource.kind || apiVersion !== own.apiVersion) {
      throw refuse(
        `no kind "${kind}" is registered for version "${apiVersion}" in scheme "pkg/runtime/scheme.go:111"`,
      );
    }
    try {
      const { object, strictErrors } = decode(after, resource.schema);
      const told = [...duplicates, ...strictErrors];
      tell(told, validation, warn, refuse);
      return { ...object, apiVersion: own.apiVersion, kind: resource.kind } as ApiObject;
    } catch (error) {
      if (!(error instanceof DecodingError)) throw error;
      throw refuse(told(error));
    }
  };
}

/** A strategic merge is not decoded but converted, which has less to say. */
function convertible({ message }: DecodingError): string {
  const [, given, type] = /unmarshal (\w+).* of type (\S+)$/.exec(message) ?? [];
  if (given === undefined || type === undefined) return message;
  // Go can make a string of an integer, and an integer of a fraction, so that it says why not.
  if (given === "number" && type === "string") return "cannot convert int64 to string";
  if (given === "number" && /^u?int/.test(type)) return `cannot convert float64 to ${type}`;
  const kind = given === "object" ? "map" : given === "array" ? "slice" : given;
  if (type.startsWith("[]")) return `cannot restore slice from ${kind}`;
  if (type.startsWith("map[")) return `cannot restore map from ${kind}`;
  return type.startsWith("v1.")
    ? `cannot restore struct from: ${kind}`
    : `unrecognized type: ${type}`;
}

function applied(apply: () => unknown): unknown {
  try {
    return apply();
  } catch (error) {
    if (error instanceof PatchRefused) {
      throw failure(
        422,
        "Invalid",
        "the server rejected our request due to an error in our request",
        {},
      );
    }
    if (error instanceof StrategicMergeError) throw failure(500, "", error.message);
    throw error;
  }
}

/** The result of the patch is not such an object; the real one shows it whole. */
function refusal(shown: string, detail: string) {
  const message = `Invalid value: ${JSON.stringify(shown)}: ${detail}`;
  return failure(422, "Invalid", ` "" is invalid: patch: ${message}`, {
    causes: [{ reason: "FieldValueInvalid", message, field: "patch" }],
  });
}

function parse(
  text: string,
  told = "duplicate field",
): { value: unknown; duplicates: readonly string[] } {
  try {
    const duplicates = duplicateFields(text).map((path) => `${told} "${path}"`);
    const value: unknown = JSON.parse(text);
    refuseDeep(value);
    return { value, duplicates };
  } catch (error) {
    throw error instanceof JsonFault ? badRequest("invalid JSON patch") : error;
  }
}

const undecodable = (value: unknown, type: string) =>
  badRequest(`error decoding patch: ${unmarshal(value, type)}`);

const unmarshal = (value: unknown, type: string) =>
  `json: cannot unmarshal ${typeName(value)} into Go value of type ${type}`;
