import { Interruption } from "./failure.ts";

/**
 * Aborts at the first signal that asks this process to end. A terminal and the launcher both send
 * one, and the second must not cut short what cleans up after the first.
 */
export function interruption(): AbortSignal {
  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => interrupted.abort(new Interruption(`Interrupted by ${signal}`)));
  }
  return interrupted.signal;
}
