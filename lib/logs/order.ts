import type { LogOrigin } from "#lib/api/log-frames";

/**
 * Where a line stands among those of many sources: a source's own order is kept, as its file has
 * it, and lines of several are in the order of their times. Stamps within a file may go back
 * (stdout and stderr are stamped apart), so a line stands at the latest time its source had until
 * then. At one time the order of sources decides. So the place of a line depends on nothing but its
 * source's lines before it: whatever arrives when, the merged log is the same.
 */
export interface Place {
  /** `placeTime` of the line; compares as text. */
  readonly at: string;
  readonly source: LogOrigin;
}

/** The time at which a line stands, after one that stood at `before` (empty for the first). */
export function placeTime(before: string, time: string): string {
  return time > before ? time : before;
}

/** Negative if `a` stands before `b`; 0 only for lines of one source, whose own order then holds. */
export function comparePlaces(a: Place, b: Place): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  return compareOrigins(a.source, b.source);
}

/** Older Pods first, then by name, container and instance. */
export function compareOrigins(a: LogOrigin, b: LogOrigin): number {
  if (a === b || a.key === b.key) return 0;
  return (
    compareText(a.created, b.created) ||
    compareText(a.pod, b.pod) ||
    compareText(a.container, b.container) ||
    a.instance - b.instance ||
    compareText(a.key, b.key)
  );
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
