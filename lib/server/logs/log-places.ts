import { mostSources, placeSeparator } from "#lib/api/log-frames";
import { formatPosition, type LogPosition, parsePosition } from "#lib/server/logs/log-position";

/** Where a browser stands in a source; `end` once it has all of it. */
export type LogPlace = LogPosition | "end";

/** Sources of earlier runs may be among those a browser has shown. */
const mostPlaces = 2 * mostSources;
const keyPattern = /^[\w-]{1,20}$/;

/** The id of an event: at most 40 characters, so that 200 of them fit into an address. */
export function formatPlace(key: string, place: LogPlace): string {
  return `${key}.${place === "end" ? place : formatPosition(place)}`;
}

/** The places a browser sent back, by key; what is none of ours is passed over. */
export function parsePlaces(text: string): Map<string, LogPlace> {
  const places = new Map<string, LogPlace>();
  for (const entry of text.split(placeSeparator, mostPlaces)) {
    const at = entry.indexOf(".");
    const key = entry.slice(0, Math.max(0, at));
    const rest = entry.slice(at + 1);
    const place = rest === "end" ? rest : parsePosition(rest);
    if (keyPattern.test(key) && place !== null) places.set(key, place);
  }
  return places;
}
