const firstMs = 500;
const lastMs = 15_000;

/**
 * How long to wait after so many failures in a row, in milliseconds; no less than the server asked
 * for. Those who were all told the same come back one after the other.
 */
export function retryDelay(failures: number, askedMs: number, random: () => number): number {
  const backoff = Math.min(lastMs, firstMs * 2 ** failures);
  return Math.max(backoff * jitter(random), askedMs * 2 * jitter(random));
}

/** Between a half and the whole, so that many tabs do not come back at once. */
function jitter(random: () => number): number {
  return 0.5 + random() / 2;
}
