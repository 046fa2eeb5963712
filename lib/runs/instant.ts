import type { Instant } from "#lib/api/rows";

/** In milliseconds; null for none, and for text that is no instant. */
export function millisecondsOf(instant: Instant | null | undefined): number | null {
  const at = Date.parse(instant ?? "");
  return Number.isNaN(at) ? null : at;
}

/** As the API server writes instants: UTC, whole seconds. */
export function instantOf(ms: number): Instant {
  return `${new Date(ms).toISOString().slice(0, -5)}Z`;
}
