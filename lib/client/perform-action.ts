import { type Accepted, type Action, type ActionPlan, actionHeader } from "#lib/api/actions";
import type { ApiError } from "#lib/api/errors";
import { legibleJson } from "#lib/client/legible";
import { requestUrl } from "#lib/client/page-context";
import { isFlip, pendingActions } from "#lib/client/pending-actions";
import { errorOf, retryAfterMs, unreachable } from "#lib/client/response-error";
import { text } from "#lib/texts/text";

/** What became of a request that may change something. */
export type Outcome<Answer> =
  | { readonly ok: true; readonly answer: Answer }
  /** `waitMs` is how long the server wants to be left alone; 0 when it did not say. */
  | { readonly ok: false; readonly error: ApiError; readonly waitMs: number };

/**
 * Acts on the cluster. What was asked for shows at once where it can be known; a refusal takes it
 * back, and so does the stream's silence after ten seconds.
 */
export async function performAction(action: Action): Promise<Outcome<Accepted>> {
  if (!isFlip(action)) return post<Accepted>(requestUrl("actions"), action);
  pendingActions.add(action);
  const outcome = await post<Accepted>(requestUrl("actions"), action);
  if (outcome.ok) pendingActions.accepted(action);
  else pendingActions.remove(action);
  return outcome;
}

/** What the action will do; nothing is changed. */
export function planAction(action: Action, signal: AbortSignal): Promise<Outcome<ActionPlan>> {
  return post<ActionPlan>(requestUrl("plan"), action, signal);
}

/** Sends what no other site could send. */
export async function post<Answer>(
  path: string,
  body: unknown,
  signal?: AbortSignal,
): Promise<Outcome<Answer>> {
  const response = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json", [actionHeader]: "1" },
    body: JSON.stringify(body),
    ...(signal ? { signal } : {}),
  }).catch(() => null);
  if (!response) return lost;
  if (!response.ok) {
    return { ok: false, error: await errorOf(response), waitMs: retryAfterMs(response) };
  }
  try {
    return { ok: true, answer: legibleJson(await response.text()) as Answer };
  } catch {
    return lost;
  }
}

/** The request may have arrived although its answer did not. */
const lost = {
  ok: false,
  error: {
    ...unreachable,
    hint: text(
      "Whether it was done is not known: the rows show what the cluster says. Trying again does nothing twice.",
    ),
  },
  waitMs: 0,
} as const;
