"use client";

import { useMemo } from "react";
import type { LineLook } from "#components/log/log-line";
import { isNote, type LogBuffer } from "#lib/client/logs/log-buffer";
import type { LogRows } from "#lib/client/logs/log-rows";
import type { LogSettings } from "#lib/client/logs/log-settings";
import type { SourceView } from "#lib/client/logs/log-view";
import type { Pattern } from "#lib/logs/pattern";
import { isZone } from "#lib/logs/time";

/** Longer names are cut; whole they stand in the list of sources. */
const widestName = 18;

/** How lines are drawn; the same as long as nothing about it has changed. */
export function useLineLook(
  settings: LogSettings,
  zone: string,
  pattern: Pattern | null,
  shown: { readonly rows: LogRows; readonly buffer: LogBuffer },
  sources: readonly SourceView[],
): LineLook {
  const { times, wrap, raw } = settings;
  const fields = settings.fields.join("\n");
  const from = times === "relative" ? firstTime(shown.rows, shown.buffer) : "";
  const longest = Math.max(0, ...sources.map(({ name }) => name.length));
  const nameWidth = Math.min(widestName, longest);
  return useMemo(
    () => ({
      times,
      zone: zoneOf(times, zone),
      from,
      wrap,
      raw,
      fields: fields === "" ? [] : fields.split("\n"),
      pattern,
      nameWidth,
    }),
    [times, zone, from, wrap, raw, fields, pattern, nameWidth],
  );
}

function zoneOf(times: LogSettings["times"], zone: string): string {
  if (times === "local") return "local";
  return times === "zone" && isZone(zone) ? zone : "utc";
}

function firstTime(rows: LogRows, buffer: LogBuffer): string {
  for (let index = 0; index < rows.length; index++) {
    const row = rows.at(index);
    const entry = row && buffer.at(row.number);
    if (entry && !isNote(entry) && entry.time !== "") return entry.time;
  }
  return "";
}
