import type { Clock } from "#lib/time/clock";

/**
 * What `ask` resolves to, if it does so within `ms`. After that its signal is aborted and this
 * rejects, whether or not the signal is heeded.
 */
export async function within<T>(
  clock: Clock,
  ms: number,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const { promise: deadline, reject } = Promise.withResolvers<never>();
  const cancel = clock.after(ms, () => {
    late.abort();
    reject(late.signal.reason);
  });
  try {
    return await Promise.race([ask(late.signal), deadline]);
  } finally {
    cancel();
  }
}
