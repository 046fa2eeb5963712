import { ApiFailure } from "../objects.ts";

/** Whether the API server refused with this reason, such as `NotFound` or `Conflict`. */
export function refusedAs(error: unknown, reason: string): boolean {
  return error instanceof ApiFailure && error.status.reason === reason;
}

/** Whether a watch or list has to begin anew (kubectl-semantics 8, "Too old"). */
export function isExpired(error: unknown): boolean {
  return error instanceof ApiFailure && error.status.code === 410;
}

/** Nothing can be created in a namespace that is going; that is no failure worth an event. */
export function namespaceIsTerminating(error: unknown): boolean {
  const causes = error instanceof ApiFailure ? (error.status.details?.causes ?? []) : [];
  return causes.some((cause) => cause.reason === "NamespaceTerminating");
}

/** Waits for a write whose object may be gone already. */
export async function unlessGone(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (!refusedAs(error, "NotFound")) throw error;
  }
}
