/** In pixels: a cell, from one to the next, what each tenth adds, and what stands before the first. */
export interface CellSize {
  readonly width: number;
  readonly height: number;
  readonly across: number;
  readonly down: number;
  readonly ten: number;
  readonly label: number;
}

/** For a finger cells are larger, and so there are fewer on a line. */
export const sizes = {
  fine: { width: 17, height: 18, across: 20, down: 22, ten: 5, label: 34 },
  coarse: { width: 30, height: 30, across: 33, down: 33, ten: 4, label: 34 },
} as const satisfies Readonly<Record<string, CellSize>>;

/** No line has more. */
const most = 40;
/** What stands at the left of a line. */
const marginPx = 16;

/** Where a cell of a line begins, in pixels. */
export function cellLeft(column: number, { label, across, ten }: CellSize): number {
  return label + column * across + Math.floor(column / 10) * ten;
}

/** How many cells a line has in a box so wide, by fives; null while that is not known. */
export function columnsIn(width: number | null, size: CellSize): number {
  if (width === null) return most;
  let columns = most;
  while (columns > 5 && marginPx + cellLeft(columns - 1, size) + size.width > width) columns -= 5;
  return columns;
}

/**
 * Where a key leads from a cell of a grid with so many cells, on a line and on a page of so many
 * lines; null where it is none of the grid's. Left and right go on over the ends of lines.
 */
export function gridStep(
  key: string,
  from: number,
  total: number,
  columns: number,
  page: number,
): number | null {
  const last = total - 1;
  const column = from % columns;
  const lineStart = from - column;
  const bottom = last - (last % columns);
  switch (key) {
    case "ArrowLeft":
      return Math.max(0, from - 1);
    case "ArrowRight":
      return Math.min(last, from + 1);
    case "ArrowUp":
      return from < columns ? from : from - columns;
    case "ArrowDown":
      // The last line may be too short for the column.
      return lineStart === bottom ? from : Math.min(last, from + columns);
    case "PageUp":
      return Math.max(0, lineStart - page * columns) + column;
    case "PageDown":
      return Math.min(last, Math.min(bottom, lineStart + page * columns) + column);
    case "Home":
      return lineStart;
    case "End":
      return Math.min(last, lineStart + columns - 1);
    case "Ctrl Home":
      return 0;
    case "Ctrl End":
      return last;
    default:
      return null;
  }
}
