"use client";

import { useState } from "react";
import type { LogBuffer, LogEntry } from "#lib/client/logs/log-buffer";

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

/** Another log is read from its end, unless it was opened for a line in it; all around it stays. */
export function useReading(
  log: LogBuffer,
  atLine: boolean,
): readonly [reading: Reading, change: (changes: Partial<Reading>) => void] {
  const [kept, setKept] = useState(() => ({ log, reading: begun(!atLine) }));
  const now = kept.log === log ? kept : { log, reading: begun(!atLine) };
  if (now !== kept) setKept(now);
  const change = (changes: Partial<Reading>) =>
    setKept((last) => ({ ...last, reading: { ...last.reading, ...changes } }));
  return [now.reading, change];
}

function begun(following: boolean): Reading {
  return { following, pausedAt: null, hit: null, opened: new Set() };
}
