/** One line of a log, named so that it is found again after more was logged. */
export interface LinePlace {
  /** The key of its source (`LogOrigin.key`). */
  readonly source: string;
  /** As the kubelet wrote it; empty for a line without a time. */
  readonly time: string;
  /** Of the text, to tell lines of one nanosecond apart and to notice another text; empty for any. */
  readonly hash: string;
}

/** A line, or a range from one to another; `last` is null for a line alone. */
export interface LineLink {
  readonly first: LinePlace;
  readonly last: LinePlace | null;
}

const place =
  /^([\w-]{1,200}),((?:\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z)?),([0-9a-z]{0,7})$/;
const separator = "..";

/** `KEY,TIME,HASH`, and of a range the same of its last line behind `..`: a value of the address. */
export function formatLineLink({ first, last }: LineLink): string {
  return [first, ...(last ? [last] : [])]
    .map(({ source, time, hash }) => `${source},${time},${hash}`)
    .join(separator);
}

/** null for what names no line. */
export function parseLineLink(text: string): LineLink | null {
  const [first, last, ...rest] = text.split(separator).map(parsePlace);
  if (!first || last === null || rest.length > 0) return null;
  return { first, last: last ?? null };
}

function parsePlace(text: string): LinePlace | null {
  const [, source, time, hash] = place.exec(text) ?? [];
  if (source === undefined || time === undefined || hash === undefined) return null;
  return { source, time, hash };
}

/** The place of a line of the source with this key; `text` as the container wrote it. */
export function linePlace(source: string, time: string, text: string): LinePlace {
  return { source, time, hash: textHash(text) };
}

export function samePlace(a: LinePlace, b: LinePlace): boolean {
  const text = a.hash === b.hash || a.hash === "" || b.hash === "";
  return text && a.source === b.source && a.time === b.time;
}

/** How much is read before a linked line, in milliseconds: what led to it is above it. */
const before = 30_000;

/**
 * Since when a log must be read to hold the lines of a link, as `sinceTime` takes it; empty where
 * only all of it will do.
 */
export function sinceTimeOf({ first, last }: LineLink): string {
  if (first.time === "" || last?.time === "") return "";
  // Of several sources the last line of a range may have the earlier stamp.
  const earliest = Math.min(...[first, last ?? first].map(({ time }) => Date.parse(time)));
  const seconds = Math.floor((earliest - before) / 1000);
  return new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
}

/** 32 bits of FNV-1a over UTF-16 units, in base 36. */
function textHash(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return (hash >>> 0).toString(36);
}
