import type { Counts, ResourceState, ResourceStates } from "#lib/api/frames";
import type { View } from "#lib/server/view";

/** More than a screen holds of them. */
const firstRows = 48;

/**
 * The snapshot of a list with its first rows in kubectl's order, as of one that is being listed; as
 * JSON, its rows as tuples. `parts` are the fields of a frame beside the tables. Null unless the list
 * is live: what else there is to say of it, its stream says.
 */
export function beginningOf(
  list: NonNullable<View["list"]>,
  parts: Readonly<Record<string, string>>,
  now: string,
): string | null {
  const { name } = list;
  const states: ResourceStates = JSON.parse(parts.states ?? "{}");
  const counts: Counts = JSON.parse(parts.counts ?? "{}");
  if (states[name]?.state !== "live" || counts[name] === null) return null;
  const { rows, total } = list.first(firstRows);
  const syncing: ResourceState = { state: "syncing", listed: rows.length, total };
  const count = rows.length === total ? counts[name] : null;
  const fields = {
    ...parts,
    states: JSON.stringify({ ...states, [name]: syncing }),
    counts: JSON.stringify({ ...counts, [name]: count }),
    tables: `{"${name}":[${rows.join(",")}]}`,
    beside: "{}",
  };
  const told = Object.entries(fields).map(([field, json]) => `,"${field}":${json}`);
  return `{"type":"snapshot","now":"${now}"${told.join("")}}`;
}
