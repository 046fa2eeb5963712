import type { Time } from "#lib/kubernetes/types";

/**
 * When a field was set last, as far as an object's managed fields tell: its managers are named with
 * the time at which they last changed anything, so the field is what it is since then at the latest.
 * `path` are the field's names from the root. Null where nobody manages it.
 */
export function managedSince(raw: unknown, path: readonly string[]): Time | null {
  const entries = at(at(raw, "metadata"), "managedFields");
  if (!Array.isArray(entries)) return null;
  const times = entries.flatMap((entry) => {
    const field = path.reduce((node, name) => at(node, `f:${name}`), at(entry, "fieldsV1"));
    const time = at(entry, "time");
    return field !== undefined && typeof time === "string" ? [time] : [];
  });
  return times.sort().at(-1) ?? null;
}

function at(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}
