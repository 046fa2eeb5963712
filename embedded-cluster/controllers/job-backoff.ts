import { finishedAt } from "./job-pods.ts";
import type { Pod } from "./workloads.ts";

/** The failures of a Job since its last success, as the controller remembers them. */
export interface Backoff {
  readonly failures: number;
  /** When the last of them was, in ms; of no meaning without failures. */
  readonly lastFailure: number;
}

export const noBackoff: Backoff = { failures: 0, lastFailure: 0 };

const firstMs = 10_000;
const longestMs = 600_000;

/** The record after some more Pods ended. */
export function withEnded(
  before: Backoff,
  succeeded: readonly Pod[],
  failed: readonly Pod[],
): Backoff {
  const failures = failed.map(finishedAt);
  if (succeeded.length === 0) {
    if (failures.length === 0) return before;
    return { failures: before.failures + failures.length, lastFailure: Math.max(...failures) };
  }
  const lastSuccess = Math.max(...succeeded.map(finishedAt));
  const later = failures.filter((at) => at > lastSuccess);
  if (later.length === 0) return noBackoff;
  return { failures: later.length, lastFailure: Math.max(...later) };
}

/** How long the next Pod has to wait, in ms: 10 s after the first failure, doubling up to 10 min. */
export function backoffMs({ failures, lastFailure }: Backoff, now: number): number {
  if (failures === 0) return 0;
  const wait = Math.min(firstMs * 2 ** (failures - 1), longestMs);
  return Math.max(0, wait - (now - lastFailure));
}
