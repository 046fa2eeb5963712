"use client";

import { useEffect, useLayoutEffect, useMemo, useState } from "react";
import type { LogPatterns } from "#components/log/use-patterns";
import type { Reading } from "#components/log/use-reading";
import { useLogRows } from "#components/log/use-rows";
import type { LogBeginning } from "#lib/api/log-beginning";
import { formatLogQuery, type LogQuery } from "#lib/api/log-query";
import { begunLog, hasReached } from "#lib/client/logs/begun-log";
import { LogBuffer } from "#lib/client/logs/log-buffer";
import type { LogRows, RowChoice } from "#lib/client/logs/log-rows";
import type { LogSettings } from "#lib/client/logs/log-settings";
import type { LogView } from "#lib/client/logs/log-view";
import { systemClock } from "#lib/time/clock";

/** So long after its first line a log is shown that has not come to its newest ones yet. */
const patienceMs = 5_000;

const nothing = new LogBuffer();
const none: readonly never[] = [];

export interface BegunLog {
  readonly query: LogQuery;
  /** The lines the page came with. */
  readonly beginning: LogBeginning | null | undefined;
  readonly settings: LogSettings;
  readonly patterns: LogPatterns;
  readonly reading: Reading;
  read(changes: Partial<Reading>): void;
}

/** What of a log is before the eyes. */
export interface LogInSight {
  readonly view: LogView;
  readonly rows: LogRows;
  readonly choice: RowChoice;
  /** All rows of the log that is read are chosen. */
  readonly complete: boolean;
  /** These are the lines the page came with. */
  readonly begun: boolean;
}

/**
 * The log as it is read; until that has come as far, the lines its page came with, which are the
 * newest. Another log than the one the page was opened for has no such lines.
 */
export function useBegunLog(live: LogView, log: BegunLog): LogInSight {
  const { beginning, settings, patterns, reading, read } = log;
  const query = formatLogQuery(log.query);
  const [opened] = useState(query);
  const [over, setOver] = useState(false);
  const [begun] = useState(() => (beginning ? begunLog(beginning) : null));
  const { buffer = nothing, sources = none } = begun ?? {};
  const chosen = useLogRows(live.buffer, live.sources, settings, patterns, reading.opened);
  const stood = useLogRows(buffer, sources, settings, patterns, reading.opened);
  const { state, notice } = live;
  const view = useMemo(() => begun && { ...begun, state, notice }, [begun, state, notice]);

  const reached = begun !== null && chosen.complete && hasReached(live, begun);
  const stands = begun !== null && !over && query === opened && !reached;
  if (begun !== null && !over && !stands) setOver(true);
  const comes = stands && live.buffer.length > 0;
  useEffect(() => {
    return comes ? systemClock.after(patienceMs, () => setOver(true)) : undefined;
  }, [comes]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once, when the log goes on in their place
  useLayoutEffect(() => {
    const last = buffer.at(buffer.end - 1);
    if (!over || !last || reading.pausedAt === null) return;
    read({ pausedAt: live.buffer.numberBehind(last) });
  }, [over]);

  return stands && view
    ? { ...chosen, view, rows: stood.rows, begun: true }
    : { ...chosen, view: live, begun: false };
}
