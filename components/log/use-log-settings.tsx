"use client";

import { useQueryStates } from "nuqs";
import { logParsers } from "#lib/client/logs/log-parsers";
import { type LogSettings, logSettings, logSettingsQuery } from "#lib/client/logs/log-settings";

/** The settings of a log as they stand in the address bar. */
export function useLogSettings(): readonly [
  settings: LogSettings,
  set: (changes: Partial<LogSettings>) => void,
] {
  const [query, setQuery] = useQueryStates(logParsers);
  const set = (changes: Partial<LogSettings>) => void setQuery(logSettingsQuery(changes));
  return [logSettings(query), set];
}
