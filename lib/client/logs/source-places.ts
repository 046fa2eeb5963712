import { placeSeparator } from "#lib/api/log-frames";
import type { SourceLog } from "#lib/client/logs/source-log";

/** An address has at most 8,192 characters; the query needs some. */
const longest = 7_500;

/**
 * The value of `after` in an address, and the keys it names. What there is no room for is read from
 * its beginning again; what was read to its end is short and goes first.
 */
export function sourcePlaces(sources: Iterable<SourceLog>): {
  readonly after: string;
  readonly keys: ReadonlySet<string>;
} {
  const places = [...sources]
    .filter(({ position }) => position !== "")
    .map(({ origin, position }) => ({ key: origin.key, text: inAddress(position) }))
    .sort((a, b) => a.text.length - b.text.length);
  const keys = new Set<string>();
  let after = "";
  for (const { key, text } of places) {
    if (after.length + text.length >= longest) break;
    after += after === "" ? text : `${placeSeparator}${text}`;
    keys.add(key);
  }
  return { after, keys };
}

/** The key of the source whose place an event id is. */
export function placeKey(id: string): string {
  return id.slice(0, id.indexOf("."));
}

/** Colons are plain in a query, and positions are full of them. */
function inAddress(text: string): string {
  return encodeURIComponent(text).replaceAll("%3A", ":");
}
