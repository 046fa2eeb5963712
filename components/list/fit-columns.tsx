import type { Column } from "#lib/printers/column";

/** How a column is laid out; widths in characters of the cells' typeface. */
export interface Layout {
  readonly min: number;
  readonly max: number;
  /** Takes a share of what is left over. */
  readonly grows?: boolean;
  /** The lowest goes first where the window is too narrow; absent for never. */
  readonly drop?: number;
}

export interface FittedColumn<Row> {
  readonly column: Column<Row>;
  /** A CSS track of the table's grid. */
  readonly track: string;
  readonly px: number;
}

/** Geist Mono and its fallbacks advance 0.6 em; a cell is set in 12.5 px. */
const characterPx = 7.5;
const paddingPx = 16;
/** Widths go in steps, so that a longer name does not move every column. */
const step = 4;

const fallback: Layout = { min: 8, max: 40 };

/**
 * The columns that fit side by side in `availablePx`, the least urgent given up first. Without a
 * limit (columns were chosen by hand, or `-o wide`) all stay and the table scrolls sideways.
 */
export function fitColumns<Row extends object>(
  columns: readonly Column<Row>[],
  layouts: Readonly<Record<string, Layout>>,
  rows: readonly Row[],
  availablePx: number,
): readonly FittedColumn<Row>[] {
  const layoutOf = (column: Column<Row>) => layouts[column.id] ?? fallback;
  const longest = longestTexts(columns, rows);
  let fitted = columns.map((column, i) => fitColumn(column, layoutOf(column), longest[i] ?? 0));
  const expendable = columns
    .filter((column) => layoutOf(column).drop !== undefined)
    .toSorted((a, b) => (layoutOf(a).drop ?? 0) - (layoutOf(b).drop ?? 0));
  for (const column of expendable) {
    if (fitted.reduce((sum, { px }) => sum + px, 0) <= availablePx) break;
    fitted = fitted.filter((other) => other.column !== column);
  }
  return fitted;
}

function fitColumn<Row>(column: Column<Row>, layout: Layout, longest: number): FittedColumn<Row> {
  const stepped = Math.ceil(longest / step) * step;
  const characters = Math.min(layout.max, Math.max(layout.min, stepped));
  const width = `calc(${characters}ch + ${paddingPx}px)`;
  return {
    column,
    track: layout.grows ? `minmax(${width}, 1fr)` : width,
    px: characters * characterPx + paddingPx,
  };
}

/** The length of the longest cell of each column; those that tick have a fixed width. */
function longestTexts<Row extends object>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): readonly number[] {
  const longest = columns.map(() => 0);
  for (const row of rows) {
    const lengths = lengthsOf(columns, row);
    for (let i = 0; i < longest.length; i++) {
      const length = lengths[i] ?? 0;
      if (length > (longest[i] ?? 0)) longest[i] = length;
    }
  }
  return longest;
}

const measured = new WeakMap<object, { of: readonly unknown[]; lengths: readonly number[] }>();

/** The lengths of a row's cells; rows never change, so each is measured once. */
function lengthsOf<Row extends object>(
  columns: readonly Column<Row>[],
  row: Row,
): readonly number[] {
  const known = measured.get(row);
  if (known?.of === columns) return known.lengths;
  const lengths = columns.map((column) => (column.ticking ? 0 : column.text(row, 0).length));
  measured.set(row, { of: columns, lengths });
  return lengths;
}
