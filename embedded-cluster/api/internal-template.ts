// biome-ignore-all lint/suspicious/noExplicitAny: fields of a template that was read by its schema
import { readFileSync } from "node:fs";
import { inOrder } from "./field-errors.ts";

/** Its names in Go and in JSON, what it is without a value, and its struct where it has one. */
type Field = readonly [go: string, json: string, zero: unknown, struct?: string];

/**
 * A Pod template as it stands in a refusal of the real API server: not in the form of the API but in
 * that of its internal types, whose fields are named and ordered as in Go and never left out
 * (pkg/apis/core/types.go; `data/internal-types.jsonl` has its structs).
 */
export function internalTemplate({ metadata = {}, spec = {} }: any): object {
  const named = ["name", "generateName", "namespace"].flatMap((key) =>
    metadata[key] === undefined ? [] : [[key, metadata[key]]],
  );
  const maps = ["labels", "annotations"].flatMap((key) =>
    metadata[key] === undefined ? [] : [[key, inOrder(metadata[key])]],
  );
  return { ...Object.fromEntries([...named, ...maps]), Spec: internalPodSpec(spec) };
}

/** The spec alone, in the same form. */
export function internalPodSpec(spec: any): unknown {
  return internal(spec, "PodSpec");
}

let structs: ReadonlyMap<string, readonly Field[]> | undefined;

function readStructs(): ReadonlyMap<string, readonly Field[]> {
  const lines = readFileSync(new URL("./data/internal-types.jsonl", import.meta.url), "utf8");
  return new Map(
    lines
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as [string, Field[]]),
  );
}

function internal(value: any, struct: string): unknown {
  structs ??= readStructs();
  const fields = structs.get(struct) ?? [];
  return Object.fromEntries(
    fields.map(([go, json, zero, inner]) => [go, written(value[json], zero, inner)]),
  );
}

function written(value: unknown, zero: unknown, struct: string | undefined): unknown {
  if (struct === undefined) return inOrder(value ?? zero);
  if (Array.isArray(value)) return value.map((each) => internal(each, struct));
  if (value === undefined) return zero === null ? null : internal({}, struct);
  return internal(value, struct);
}
