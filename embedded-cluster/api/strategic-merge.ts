import { isObject } from "./decoding.ts";
import { isEqual } from "./field-errors.ts";
import { own, set } from "./merge-patch.ts";
import { type Resolved, resolve, type Schema } from "./schema.ts";

/** The patch asks for something that makes no sense; the message is apimachinery's. */
export class StrategicMergeError extends Error {}

const directives = {
  patch: "$patch",
  order: "$setElementOrder/",
  deletion: "$deleteFromPrimitiveList/",
  retain: "$retainKeys",
};

/**
 * A strategic merge patch: as a merge patch, but lists whose items have a merge key are merged item
 * by item. `kubectl apply`, `patch`, `label` and `edit` send it. The order of lists that
 * `$setElementOrder` asks for is kept to for what is in the list.
 */
export function strategicMerge(target: unknown, patch: unknown, { schema }: Resolved): unknown {
  if (!isObject(patch)) return patch;
  const start = isObject(target) ? target : {};
  const directive = own(patch, directives.patch);
  if (directive === "replace") return without(patch, directives.patch);
  if (directive === "delete") return {};
  if (directive !== undefined && directive !== "merge") throw unknownDirective(directive, patch);
  const result: Record<string, unknown> = { ...start };
  const kept = own(patch, directives.retain);
  if (Array.isArray(kept)) {
    for (const key of Object.keys(result)) if (!kept.includes(key)) delete result[key];
  }
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith(directives.deletion)) deleteFrom(result, key, value);
    if (key.startsWith("$")) continue;
    if (value === null) delete result[key];
    else {
      const field = schema.properties?.[key] ?? schema.additionalProperties ?? {};
      const order = own(patch, `${directives.order}${key}`);
      set(result, key, mergeField(own(result, key), value, field, order));
    }
  }
  // An order may come without its list, when only the places changed.
  for (const [key, order] of Object.entries(patch)) {
    if (!key.startsWith(directives.order)) continue;
    const name = key.slice(directives.order.length);
    const list = own(result, name);
    if (own(patch, name) !== undefined || !Array.isArray(list) || !Array.isArray(order)) continue;
    set(result, name, ordered(list, order, list, mergeKeyOf(schema.properties?.[name])));
  }
  return result;
}

function mergeField(before: unknown, patch: unknown, field: Schema, order: unknown): unknown {
  if (Array.isArray(patch)) {
    if (!isMerged(field)) return patch;
    const list = Array.isArray(before) ? before : [];
    const merged = mergeList(list, patch, field);
    return ordered(merged, Array.isArray(order) ? order : patch, list, mergeKeyOf(field));
  }
  return isObject(patch) ? strategicMerge(before, patch, resolve(field)) : patch;
}

const isMerged = (field: Schema): boolean =>
  field["x-kubernetes-patch-strategy"]?.split(",").includes("merge") === true;

const mergeKeyOf = (field: Schema | undefined): string | undefined =>
  field?.["x-kubernetes-patch-merge-key"];

function mergeList(
  before: readonly unknown[],
  patch: readonly unknown[],
  field: Schema,
): unknown[] {
  const key = mergeKeyOf(field);
  if (key === undefined) {
    const added = patch.filter((item) => !before.some((one) => isEqual(one, item)));
    return [...before, ...added];
  }
  if (patch.some((item) => isObject(item) && own(item, directives.patch) === "replace")) {
    return patch.filter((item) => isObject(item) && own(item, directives.patch) === undefined);
  }
  let result = [...before];
  for (const item of patch) {
    if (!isObject(item)) {
      throw new StrategicMergeError("expecting list of objects in a list that is merged");
    }
    const value = own(item, key);
    if (value === undefined) {
      throw new StrategicMergeError(
        `map: ${goMap(item)} does not contain declared merge key: ${key}`,
      );
    }
    const at = result.findIndex((one) => isObject(one) && isEqual(own(one, key), value));
    if (own(item, directives.patch) === "delete") {
      result = result.filter((one) => !(isObject(one) && isEqual(own(one, key), value)));
    } else {
      const merged = strategicMerge(result[at], item, resolve(field.items ?? {}));
      if (at === -1) result.push(merged);
      else result[at] = merged;
    }
  }
  return result;
}

/**
 * Items in the order of the patch; others come before one of those only where they did so before
 * (strategicpatch's normalizeElementOrder).
 */
function ordered(
  list: readonly unknown[],
  order: readonly unknown[],
  before: readonly unknown[],
  key: string | undefined,
): unknown[] {
  const identity = (item: unknown) => (key !== undefined && isObject(item) ? own(item, key) : item);
  const rankIn = (place: readonly unknown[], item: unknown) =>
    place.findIndex((one) => isEqual(identity(one), identity(item)));
  const patched = list
    .filter((item) => rankIn(order, item) !== -1)
    .toSorted((a, b) => rankIn(order, a) - rankIn(order, b));
  const others = list.filter((item) => rankIn(order, item) === -1);
  const result: unknown[] = [];
  while (patched.length > 0) {
    const at = rankIn(before, patched[0]);
    if (others.length > 0 && rankIn(before, others[0]) < at) result.push(others.shift());
    else result.push(patched.shift());
  }
  return [...result, ...others];
}

function deleteFrom(result: Record<string, unknown>, key: string, values: unknown): void {
  const name = key.slice(directives.deletion.length);
  const list = own(result, name);
  if (!Array.isArray(list) || !Array.isArray(values)) return;
  set(
    result,
    name,
    list.filter((item) => !values.some((value) => isEqual(value, item))),
  );
}

function without(object: Record<string, unknown>, key: string): Record<string, unknown> {
  const { [key]: _, ...rest } = object;
  return rest;
}

const unknownDirective = (directive: unknown, patch: unknown) =>
  new StrategicMergeError(`unknown patch type: ${directive} in map: ${goMap(patch)}`);

/** As Go prints a map. */
export function goMap(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goMap).join(" ")}]`;
  if (!isObject(value)) return value === null ? "<nil>" : String(value);
  const pairs = Object.keys(value)
    .toSorted()
    .map((key) => `${key}:${goMap(value[key])}`);
  return `map[${pairs.join(" ")}]`;
}
