import { useSyncExternalStore } from "react";
import type { ActionBatch, BatchItem } from "#lib/client/action-batch";
import { actionHistory, type HistoryEntry } from "#lib/client/action-history";

const none: readonly HistoryEntry[] = [];
const { entries } = actionHistory;

/** What was done in this tab, newest first. */
export function useHistory(): readonly HistoryEntry[] {
  return useSyncExternalStore(entries.subscribe, entries.get, () => none);
}

/** How the actions of a batch stand. */
export function useBatch(batch: ActionBatch): readonly BatchItem[] {
  return useSyncExternalStore(batch.told.subscribe, batch.told.get, batch.told.get);
}
