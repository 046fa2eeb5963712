import { longestTexts } from "#components/list/longest-texts";
import type { Column } from "#lib/printers/column";

/** How a column is laid out; widths in characters of the cells' typeface. */
export interface Layout {
  readonly min: number;
  readonly max: number;
  /** Takes a share of what is left over. */
  readonly grows?: boolean;
  /** The lowest is cut, then goes, first where the window is too narrow; absent for never. */
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
 * The columns that fit side by side in `availablePx`, the least urgent cut short as far as its
 * least, then given up first. Without a limit (columns were chosen by hand, or `-o wide`) all stay and the table scrolls sideways.
 */
export function fitColumns<Row extends { readonly uid: string }>(
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
    const over = fitted.reduce((sum, { px }) => sum + px, 0) - availablePx;
    if (over <= 0) break;
    const narrowed = narrow(fitted, column, layoutOf(column), over);
    fitted = narrowed ?? fitted.filter((other) => other.column !== column);
  }
  return fitted;
}

/** With a column cut short by what is missing, unless that leaves less than its least. */
function narrow<Row>(
  fitted: readonly FittedColumn<Row>[],
  column: Column<Row>,
  layout: Layout,
  overPx: number,
): FittedColumn<Row>[] | null {
  return fitted.some((other) => other.column === column && other.px - overPx >= pxOf(layout.min))
    ? fitted.map((other) => {
        if (other.column !== column) return other;
        const characters = Math.floor((other.px - overPx - paddingPx) / characterPx);
        return sized(column, layout, characters);
      })
    : null;
}

function fitColumn<Row>(column: Column<Row>, layout: Layout, longest: number): FittedColumn<Row> {
  const stepped = Math.ceil(longest / step) * step;
  const characters = Math.min(layout.max, Math.max(layout.min, stepped));
  return sized(column, layout, characters);
}

const pxOf = (characters: number): number => characters * characterPx + paddingPx;

function sized<Row>(column: Column<Row>, layout: Layout, characters: number): FittedColumn<Row> {
  const width = `calc(${characters}ch + ${paddingPx}px)`;
  return {
    column,
    track: layout.grows ? `minmax(${width}, 1fr)` : width,
    px: pxOf(characters),
  };
}
