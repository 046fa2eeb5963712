import { useMemo, useSyncExternalStore } from "react";
import type { LogQuery } from "#lib/api/log-query";
import { formatLogSearch, type LogSearch } from "#lib/api/log-search";
import { WholeSearch, type WholeSearchView } from "#lib/client/logs/whole-search";

/** Searches all that can be read of a log, while the component is there. */
export function useWholeSearch(query: LogQuery, search: LogSearch): WholeSearchView {
  const name = formatLogSearch(query, search);
  // biome-ignore lint/correctness/useExhaustiveDependencies: searches of one name find the same
  const whole = useMemo(() => new WholeSearch(query, search), [name]);
  return useSyncExternalStore(whole.subscribe, whole.view, whole.view);
}
