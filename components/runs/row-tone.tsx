import type { Reason } from "#lib/api/runs";

/**
 * How urgently a row wants to be seen, by its status and by what is said of it: failures first, then
 * what is stuck until somebody does something. What waits for its turn gets on by itself.
 */
export function rowTone(
  isBad: boolean,
  reason: Pick<Reason, "tone"> | null,
): "bad" | "warn" | undefined {
  if (isBad || reason?.tone === "failed") return "bad";
  return reason?.tone === "stuck" ? "warn" : undefined;
}
