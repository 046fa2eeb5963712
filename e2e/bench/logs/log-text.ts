/**
 * The log of the bench: lines as a service prints them, each its own and about a hundred bytes long.
 * The same number is the same line, so that both sides of a comparison read the same.
 */
const began = Date.UTC(2026, 2, 10, 12, 0, 0);

/** So many lines are written in a second of the whole log. */
export const linesPerSecond = 1_000;

/** The length of `stampOf` and the space behind it. */
export const stampLength = "2026-03-10T12:00:00.000000000Z ".length;

/** The kubelet's stamp of a line of the whole log, without the space behind it. */
export function stampOf(i: number): string {
  return stampAt(began + i, (i * 7919) % 1_000_000);
}

/** A stamp at milliseconds since the epoch, and nanoseconds of that millisecond. */
export function stampAt(ms: number, nanoseconds: number): string {
  return `${new Date(ms).toISOString().slice(0, -1)}${String(nanoseconds).padStart(6, "0")}Z`;
}

/** Its message has its number. Of 10,000 lines 50 have a status of 5xx, and 100 took 20 to 39 or 200 to 399 ms. */
export function lineOf(i: number): string {
  const chance = (i * 7919) % 10_000;
  const status = chance % 200 === 0 ? 500 + (chance % 7) : 200 + (chance % 5);
  const took = chance % 100 === 1 ? 20 + (i % 20) : 40 + (i % 150);
  const level = status >= 500 ? "error" : "info";
  const trace = ((i * 2_654_435_761) % 2 ** 32).toString(16).padStart(8, "0");
  return `level=${level} msg="request ${i} handled" path=/api/orders/${i % 9_973} status=${status} trace=${trace} took ${took}ms`;
}
