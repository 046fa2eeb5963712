import type { ApiObject } from "../objects.ts";
import type { FieldValidation } from "./body.ts";
import { DecodingError, decode, isObject, refuseDeep } from "./decoding.ts";
import { badRequest, failure, unsupportedMediaType } from "./failure.ts";
import { jsonPatch, PatchRefused } from "./json-patch.ts";
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
      const operations = parse(textOf(body));
      if (!Array.isArray(operations) || !operations.every(isObject)) {
        throw undecodable(operations, "[]handlers.jsonPatchOp");
      }
      if (operations.length > mostOperations) {
        throw failure(
          413,
          "RequestEntityTooLarge",
          `The allowed maximum operations in a JSON patch is ${mostOperations}, got ${operations.length}`,
        );
      }
      return patchBy(
        resource,
        (before) => jsonPatch(before, operations),
        (after) => JSON.stringify(after),
      );
    }
    case "application/merge-patch+json": {
      const patch = readMap(textOf(body));
      return patchBy(
        resource,
        (before) => mergePatch(before, patch),
        (after) => JSON.stringify(after),
      );
    }
    case "application/strategic-merge-patch+json": {
      const patch = readMap(textOf(body));
      return patchBy(
        resource,
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
  apply: (before: ApiObject) => unknown,
  shown: (after: unknown) => string,
  told: (error: DecodingError) => string = ({ message }) => message,
): Patch {
  return (before, validation, warn) => {
    const own = { ...before, apiVersion: groupVersion(resource) };
    const after = applied(() => apply(own));
    const refuse = (detail: string) => refusal(shown(after), detail);
    if (!isObject(after)) throw refuse("the patch does not leave an object");
    if (after.kind !== resource.kind || after.apiVersion !== own.apiVersion) {
      throw refuse(
        `no kind "${after.kind}" is registered for version "${after.apiVersion}" in scheme "pkg/runtime/scheme.go:111"`,
      );
    }
    try {
      const { object, strictErrors } = decode(after, resource.schema);
      if (validation === "Strict" && strictErrors.length > 0) {
        throw refuse(`strict decoding error: ${strictErrors.join(", ")}`);
      }
      if (validation === "Warn") for (const error of strictErrors) warn(error);
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
  if (type === undefined) return message;
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
    if (error instanceof StrategicMergeError) throw badRequest(error.message);
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

function readMap(text: string): Record<string, unknown> {
  const patch = parse(text);
  if (!isObject(patch)) throw undecodable(patch, "map[string]interface {}");
  return patch;
}

function parse(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badRequest("invalid JSON patch");
  }
  refuseDeep(value);
  return value;
}

function undecodable(value: unknown, type: string) {
  const name = Array.isArray(value) ? "array" : value === null ? "null" : typeof value;
  return badRequest(
    `error decoding patch: json: cannot unmarshal ${name} into Go value of type ${type}`,
  );
}
