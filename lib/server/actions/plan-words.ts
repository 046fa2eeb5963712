import type { Dependents } from "#lib/api/actions";
import { humanDuration } from "#lib/time/duration";

/** How many names a sentence holds, and how many a browser is told. */
const named = 3;
const told = 20;

/** `1 Job`, `2 Jobs`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** `a, b, c and 4 more`. */
export function listed(names: readonly string[]): string {
  const [first, rest] = [names.slice(0, named), names.length - named];
  return first.join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}

/** A moment, and how far it is from `now`: `2026-11-29 16:45 UTC (in 12m)`. */
export function moment(at: number, now: number): string {
  const [day, time = ""] = new Date(at).toISOString().split("T");
  const clock = time.startsWith(":00", 5) ? time.slice(0, 5) : time.slice(0, 8);
  const far = at > now ? `in ${humanDuration(at - now)}` : `${humanDuration(now - at)} ago`;
  return `${day} ${clock} UTC (${far})`;
}

/** Names in order, the first of them. */
export function dependentsOf(
  objects: readonly { readonly metadata: { readonly name: string } }[] | null,
): Dependents {
  const names = (objects ?? []).map(({ metadata }) => metadata.name).sort();
  return { count: names.length, names: names.slice(0, told) };
}
