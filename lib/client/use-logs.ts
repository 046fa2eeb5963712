import { useMemo, useSyncExternalStore } from "react";
import type { LogQuery } from "#lib/api/logs";
import { LogSource, type LogView } from "#lib/client/log-source";

/**
 * The log a query names, read while the component is there. The query is taken once: give the
 * component a React key equal to it (`formatLogQuery`).
 */
export function useLogs(query: LogQuery): LogView {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another query is another component
  const source = useMemo(() => new LogSource(query), []);
  return useSyncExternalStore(source.subscribe, source.view, source.view);
}
