const comparable = /^[1-9]\d*$/;

/**
 * Whether version `a` of a resource came after `b`. Versions are comparable decimal numbers of any
 * length (kubectl-semantics 8): the longer is newer, equal lengths compare as text. Texts of another
 * form say nothing, so the later arrival, `a`, is the newer.
 */
export function isNewer(a: string, b: string): boolean {
  if (a === b) return false;
  if (!comparable.test(a) || !comparable.test(b)) return true;
  return a.length === b.length ? a > b : a.length > b.length;
}
