import { useSyncExternalStore } from "react";
import type { ActionBatch, BatchItem } from "#lib/client/action-batch";
import { actionHistory, type HistoryEntry } from "#lib/client/action-history";

const none: readonly HistoryEntry[] = [];

/** What was done in this tab, newest first. */
export function useHistory(): readonly HistoryEntry[] {
  return useSyncExternalStore(actionHistory.subscribe, actionHistory.entries, () => none);
}

/** How the actions of a batch stand. */
export function useBatch(batch: ActionBatch): readonly BatchItem[] {
  return useSyncExternalStore(batch.subscribe, batch.items, batch.items);
}
