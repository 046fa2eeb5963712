/** A kubelet looks at a Pod it could not bring further about so often. */
export const syncMs = 12_000;
export const longestBackoffMs = 300_000;

/** How long a kubelet waits after so many failures before this one: 10 s, then twice as long, to 5 min. */
export const backoffMs = (failures: number): number =>
  Math.min(10_000 * 2 ** failures, longestBackoffMs);

/**
 * How long something takes that a real node takes its time for: between two bounds in ms, and always
 * the same for the same thing.
 */
export function delayOf(thing: string, least: number, most: number): number {
  let hash = 2166136261;
  for (const char of thing) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16777619);
  return least + ((hash >>> 0) % (most - least + 1));
}
