"use client";

import { useState } from "react";
import type { LogBuffer } from "#lib/client/logs/log-buffer";

/** Where the viewer stands in a log. */
export interface Reading {
  /** The newest line is kept in sight. */
  readonly following: boolean;
  /** The number the next line had when following stopped. */
  readonly pausedAt: number;
  /** The number of the hit the viewer stands on. */
  readonly currentHit: number | null;
  /** How often the container had been restarted when the log was opened. */
  readonly restarts: number;
}

/** Another log is read from its end; all around it stays as it is. */
export function useReading(
  log: LogBuffer,
  restarts: number,
): readonly [reading: Reading, change: (changes: Partial<Reading>) => void] {
  const [kept, setKept] = useState(() => ({ log, reading: begun(restarts) }));
  const now = kept.log === log ? kept : { log, reading: begun(restarts) };
  if (now !== kept) setKept(now);
  const change = (changes: Partial<Reading>) =>
    setKept((last) => ({ ...last, reading: { ...last.reading, ...changes } }));
  return [now.reading, change];
}

function begun(restarts: number): Reading {
  return { following: true, pausedAt: 0, currentHit: null, restarts };
}
