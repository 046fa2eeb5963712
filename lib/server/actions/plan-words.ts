import type { Dependents } from "#lib/api/actions";
import { type Text, text } from "#lib/texts/text";
import { humanDuration } from "#lib/time/duration";

/** How many names a sentence holds, and how many a browser is told. */
const named = 3;
const told = 20;

/** `a, b, c and 4 more`. */
export function listed(names: readonly string[]): Text {
  const [first, count] = [names.slice(0, named).join(", "), names.length - named];
  return count > 0 ? text("{names} and {count} more", { names: first, count }) : first;
}

/** A moment, and how far it is from `now`: `2026-11-29 16:45 UTC (in 12m)`. */
export function moment(at: number, now: number): Text {
  const [day, time = ""] = new Date(at).toISOString().split("T");
  const clock = time.startsWith(":00", 5) ? time.slice(0, 5) : time.slice(0, 8);
  const utc = `${day} ${clock} UTC`;
  return at > now
    ? text("{time} (in {duration})", { time: utc, duration: humanDuration(at - now) })
    : text("{time} ({duration} ago)", { time: utc, duration: humanDuration(now - at) });
}

/** Names in order, the first of them. */
export function dependentsOf(
  objects: readonly { readonly metadata: { readonly name: string } }[] | null,
): Dependents {
  const names = (objects ?? []).map(({ metadata }) => metadata.name).sort();
  return { count: names.length, names: names.slice(0, told) };
}
