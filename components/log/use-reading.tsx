"use client";

import { useEffect, useState } from "react";
import type { LogEntry } from "#lib/client/logs/log-buffer";
import type { LogView } from "#lib/client/logs/log-view";
import { serverClock } from "#lib/client/server-clock";
import { systemClock } from "#lib/time/clock";

/** Where the viewer stands in a log. */
export interface Reading {
  /** The newest line is kept in sight. */
  readonly following: boolean;
  /** The number the next line had when following stopped; null while it never began. */
  readonly pausedAt: number | null;
  /** The hit the viewer stands on: its line, and which of the line's hits it is. */
  readonly hit: { readonly entry: LogEntry; readonly within: number } | null;
  /** Lines of which all fields, or the folded lines they begin, are shown. */
  readonly opened: ReadonlySet<LogEntry>;
}

/**
 * Another log is read from its end, unless it was opened for a line in it; all around it stays. One
 * that is not to be followed comes to its end, too, and stands still from the first line on that was
 * written since it was opened.
 */
export function useReading(
  view: LogView,
  atLine: boolean,
  follow: boolean,
): readonly [reading: Reading, change: (changes: Partial<Reading>) => void] {
  const log = view.buffer;
  const begin = () => ({ log, follow, reading: begun(!atLine), openedAt: systemClock.now() });
  const [kept, setKept] = useState(begin);
  let now = kept.log === log ? kept : begin();
  if (now.follow !== follow) {
    const { reading } = now;
    const stopped = reading.following ? { following: false, pausedAt: log.end } : {};
    now = { ...now, follow, reading: { ...reading, ...(follow ? { following: true } : stopped) } };
  }
  if (now !== kept) setKept(now);
  const change = (changes: Partial<Reading>) =>
    setKept((last) => ({ ...last, reading: { ...last.reading, ...changes } }));

  const comesToItsEnd = now.reading.following && !follow;
  const { openedAt } = now;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new view may hold new lines
  useEffect(() => {
    const last = log.at(log.end - 1);
    if (!comesToItsEnd || !last) return;
    // The browser's clock tells no more than how long that is ago.
    const opened = serverClock.now() - (systemClock.now() - openedAt);
    if (Date.parse(last.at) > opened) change({ following: false, pausedAt: log.end });
  }, [comesToItsEnd, view, openedAt]);
  return [now.reading, change];
}

function begun(following: boolean): Reading {
  return { following, pausedAt: null, hit: null, opened: new Set() };
}
