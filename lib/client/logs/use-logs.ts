import { useMemo, useSyncExternalStore } from "react";
import { formatLogQuery, type LogQuery } from "#lib/api/logs";
import { LogSource, type LogView } from "#lib/client/logs/log-source";

/**
 * The log a query names, read while the component is there. Another query, or the same at another
 * attempt, is another log: it has a buffer of its own.
 */
export function useLogs(query: LogQuery, attempt: number): LogView {
  const name = formatLogQuery(query);
  // biome-ignore lint/correctness/useExhaustiveDependencies: queries of one name read the same
  const source = useMemo(() => new LogSource(query), [name, attempt]);
  return useSyncExternalStore(source.subscribe, source.view, source.view);
}
