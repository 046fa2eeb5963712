/**
 * A set of indexes as a Job's status holds it: intervals in ascending order that neither overlap nor
 * touch.
 */
export interface IndexSet {
  readonly bounds: Bounds;
  readonly size: number;
}

/** The first and the last index of an interval, then those of the next. */
export type Bounds = readonly number[];

/** Of intervals in any order, which may overlap. */
export function indexSet(bounds: Bounds): IndexSet {
  const apart = areApart(bounds) ? bounds : joined(bounds);
  let size = 0;
  for (let i = 0; i < apart.length; i += 2) size += at(apart, i + 1) - at(apart, i) + 1;
  return { bounds: apart, size };
}

function areApart(bounds: Bounds): boolean {
  for (let i = 2; i < bounds.length; i += 2) {
    if (at(bounds, i) <= at(bounds, i - 1) + 1) return false;
  }
  return true;
}

function joined(bounds: Bounds): number[] {
  const order = Array.from({ length: bounds.length / 2 }, (_, i) => 2 * i);
  order.sort((a, b) => at(bounds, a) - at(bounds, b));
  const apart: number[] = [];
  for (const i of order) {
    const before = apart.at(-1);
    if (before === undefined || at(bounds, i) > before + 1)
      apart.push(at(bounds, i), at(bounds, i + 1));
    else apart[apart.length - 1] = Math.max(before, at(bounds, i + 1));
  }
  return apart;
}

/** What is only asked of places that there are. */
function at(bounds: Bounds, place: number): number {
  return bounds[place] ?? Number.NaN;
}

const [comma, dash, zero] = [44, 45, 48];

/**
 * What status.completedIndexes or failedIndexes names of the indexes below `total`: `1,3-5` are four.
 * What is no such text counts as far as it can be read. The texts of large Jobs are hundreds of
 * kilobytes: they are read without a text for each number.
 */
export function parseIndexes(text: string, total: number): IndexSet {
  const bounds: number[] = [];
  let [first, number, isReadable] = [-1, -1, true];
  for (let i = 0; i <= text.length; i++) {
    const code = i < text.length ? text.charCodeAt(i) : comma;
    const digit = code - zero;
    if (digit >= 0 && digit <= 9) {
      number = Math.max(number, 0) * 10 + digit;
    } else if (code === comma) {
      const from = first < 0 ? number : first;
      const to = Math.min(number, total - 1);
      if (isReadable && from >= 0 && from <= to) bounds.push(from, to);
      [first, number, isReadable] = [-1, -1, true];
    } else {
      isReadable = isReadable && code === dash && first < 0 && number >= 0;
      [first, number] = [number, -1];
    }
  }
  return indexSet(bounds);
}

/** In O(log n) of the intervals. */
export function hasIndex({ bounds }: IndexSet, index: number): boolean {
  let [low, high] = [0, bounds.length / 2];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(bounds, 2 * middle + 1) < index) low = middle + 1;
    else high = middle;
  }
  return at(bounds, 2 * low) <= index;
}

/** As the API writes it: runs of three and more as `a-b`, two neighbours as `a,b` (kubectl-semantics 7.3). */
export function formatIndexes({ bounds }: IndexSet): string {
  const parts: string[] = [];
  for (let i = 0; i < bounds.length; i += 2) {
    const [first, last] = [at(bounds, i), at(bounds, i + 1)];
    if (first === last) parts.push(`${first}`);
    else parts.push(`${first}${last === first + 1 ? "," : "-"}${last}`);
  }
  return parts.join(",");
}
