import { useMemo, useSyncExternalStore } from "react";
import { formatLogQuery, type LogQuery } from "#lib/api/log-query";
import { LogReading } from "#lib/client/logs/log-reading";
import type { LogView } from "#lib/client/logs/log-view";

/**
 * The log a query names, read while the component is there. Another query, or the same at another
 * attempt, is another log: it has a buffer of its own.
 */
export function useLogs(
  query: LogQuery,
  attempt: number,
): { readonly view: LogView; loadOlder(): void } {
  const name = formatLogQuery(query);
  // biome-ignore lint/correctness/useExhaustiveDependencies: queries of one name read the same
  const reading = useMemo(() => new LogReading(query), [name, attempt]);
  const view = useSyncExternalStore(reading.subscribe, reading.view, reading.view);
  return { view, loadOlder: reading.loadOlder };
}
