import type { SourceStanding } from "#lib/api/log-frames";
import type { StreamState } from "#lib/client/frame-stream";
import type { LogState } from "#lib/client/logs/log-view";
import { type Text, text } from "#lib/texts/text";

const lost = text("The connection to Batchboard's server was lost.");

/** How a log stands by how its sources and its connection do. `notice` is the server's, or empty. */
export function logState(
  connection: StreamState,
  standings: readonly SourceStanding[],
  notice: Text,
): LogState {
  if (connection.state === "failed") return { state: "failed", error: connection.error };
  if (connection.state === "lost") {
    const message = connection.message ?? lost;
    return { state: "interrupted", message };
  }
  const live: LogState = { state: connection.state === "polling" ? "polling" : "streaming" };
  if (standings.some(({ state }) => state === "reading")) return live;
  const interrupted = standings.find((standing) => standing.state === "interrupted");
  if (interrupted) return { state: "interrupted", message: interrupted.message };
  const waiting = standings.find((standing) => standing.state === "waiting");
  if (waiting) return { state: "waiting", message: waiting.message };
  if (standings.some(({ state }) => state === "ended" || state === "failed")) return live;
  if (standings.length === 0 && notice !== "") return { state: "waiting", message: notice };
  return { state: "connecting" };
}

/** How it stands when all was read: what failed alone is the whole's failure. */
export function endState(standings: readonly SourceStanding[]): LogState {
  const failures = standings.filter((standing) => standing.state === "failed");
  const [failure] = failures;
  return failure && failures.length === standings.length
    ? { state: "failed", error: failure.error }
    : { state: "ended" };
}
