"use client";

import { useEffect, useMemo, useState } from "react";
import type { LogPatterns } from "#components/log/use-patterns";
import type { LogBuffer, LogEntry } from "#lib/client/logs/log-buffer";
import { LogRows } from "#lib/client/logs/log-rows";
import type { LogSettings } from "#lib/client/logs/log-settings";
import type { SourceView } from "#lib/client/logs/log-view";
import type { RowChoice } from "#lib/client/logs/row-choice";

/** Which sources are not shown, as far as they are known. */
function useMuted(
  { mute, solo }: LogSettings,
  sources: readonly SourceView[],
): ReadonlySet<string> {
  const keys = sources.map(({ origin }) => origin.key).join();
  const muted = mute.join();
  return useMemo(() => {
    const muting = new Set(muted === "" ? [] : muted.split(","));
    if (solo === "") return muting;
    return new Set(keys.split(",").filter((key) => key !== solo));
  }, [muted, solo, keys]);
}

/** The rows a log is shown as. Where choosing them takes long it goes on in the next frames. */
export function useLogRows(
  buffer: LogBuffer,
  sources: readonly SourceView[],
  settings: LogSettings,
  patterns: LogPatterns,
  opened: ReadonlySet<LogEntry>,
): { readonly rows: LogRows; readonly choice: RowChoice; readonly complete: boolean } {
  const muted = useMuted(settings, sources);
  const filter = settings.only ? patterns.find.pattern : null;
  const exclude = patterns.without.pattern;
  const { around, traces } = settings;
  const choice = useMemo<RowChoice>(
    () => ({ muted, filter, exclude, context: around, foldTraces: !traces, opened }),
    [muted, filter, exclude, around, traces, opened],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows belong to one log
  const rows = useMemo(() => new LogRows(), [buffer]);
  return { rows, choice, complete: rows.update(buffer, choice) };
}

/** Draws again in the next frame, as long as something is left to do. */
export function useNextFrames(busy: boolean): void {
  const [, setDrawn] = useState(0);
  useEffect(() => {
    if (!busy) return;
    const frame = requestAnimationFrame(() => setDrawn((count) => count + 1));
    return () => cancelAnimationFrame(frame);
  });
}
