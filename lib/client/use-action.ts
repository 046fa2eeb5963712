import { useSyncExternalStore } from "react";
import { type Action, actionHeader } from "#lib/api/actions";
import type { ApiError } from "#lib/api/errors";
import { routes } from "#lib/api/routes";
import { type Pending, pendingActions } from "#lib/client/pending-actions";
import { errorOf, unreachable } from "#lib/client/response-error";

export type ActionResult = { readonly ok: true } | { readonly ok: false; readonly error: ApiError };

const none: Pending = new Map();

/**
 * Acts on the cluster. `pending` holds what was asked for and is not yet seen on the stream; a
 * refusal takes it back at once, and so does the stream's silence after ten seconds.
 */
export function useAction(): {
  readonly act: (action: Action) => Promise<ActionResult>;
  readonly pending: Pending;
} {
  const pending = useSyncExternalStore(pendingActions.subscribe, pendingActions.all, () => none);
  return { act, pending };
}

/** Whether the object is suspended, as far as the viewer is concerned: what he asked for counts. */
export function suspendOf(
  row: { readonly uid: string; readonly suspend: boolean | null },
  pending: Pending,
): boolean | null {
  const action = pending.get(row.uid);
  return action ? action.action === "suspend" : row.suspend;
}

async function act(action: Action): Promise<ActionResult> {
  pendingActions.add(action);
  const error = await post(action);
  if (error) {
    pendingActions.remove(action);
    return { ok: false, error };
  }
  pendingActions.accepted(action);
  return { ok: true };
}

async function post(action: Action): Promise<ApiError | null> {
  const response = await fetch(routes.actions, {
    method: "POST",
    headers: { "content-type": "application/json", [actionHeader]: "1" },
    body: JSON.stringify(action),
  }).catch(() => null);
  if (!response) {
    // The request may have arrived although its answer did not.
    const hint = "Whether it was done is not known: the row shows what the cluster says.";
    return { ...unreachable, hint };
  }
  return response.ok ? null : errorOf(response);
}
