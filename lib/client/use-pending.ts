import { useSyncExternalStore } from "react";
import { type Pending, pendingActions } from "#lib/client/pending-actions";

const none: Pending = new Map();
const { shared } = pendingActions;

/** What was asked for and is not yet seen on the stream, by uid. */
export function usePending(): Pending {
  return useSyncExternalStore(shared.subscribe, shared.get, () => none);
}

/** Whether the object is suspended, as far as the viewer is concerned: what he asked for counts. */
export function suspendOf(
  row: { readonly uid: string; readonly suspend: boolean | null },
  pending: Pending,
): boolean | null {
  const action = pending.get(row.uid);
  return action ? action.action === "suspend" : row.suspend;
}
