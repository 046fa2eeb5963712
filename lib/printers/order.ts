import { keyOf } from "#lib/api/rows";

/** Byte order of two texts: names are ASCII, where JavaScript's order of UTF-16 units is the same. */
export function byteOrder(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/**
 * kubectl's order, which is the storage's: byte order of `namespace/name`, so that namespace `a-b`
 * precedes `a` and `job-10` precedes `job-2` (kubectl-semantics 5).
 */
export function kubectlOrder(
  a: { readonly namespace: string; readonly name: string },
  b: { readonly namespace: string; readonly name: string },
): number {
  return byteOrder(keyOf(a), keyOf(b));
}
