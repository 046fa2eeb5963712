/**
 * How long something takes that a real node takes its time for: between two bounds in ms, and always
 * the same for the same thing.
 */
export function delayOf(thing: string, least: number, most: number): number {
  let hash = 2166136261;
  for (const char of thing) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16777619);
  return least + ((hash >>> 0) % (most - least + 1));
}
