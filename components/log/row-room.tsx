/** The height of a line that is not wrapped, in pixels. */
export const linePx = 20;

/** So many rows are laid out of a log that is followed: of a long one only its end is seen. */
const followedRows = 1_000;

/**
 * How many of the first rows are room without being laid out. With each new line all rows are laid
 * out anew: of 200,000 that takes half a frame.
 */
export function roomRows(rows: number, following: boolean, measured: boolean): number {
  return following && !measured ? Math.max(0, rows - followedRows) : 0;
}

/**
 * Where to scroll to, in pixels, for the line that begins at `top` to be in the middle, or to be seen
 * at all; null for nowhere. All lines are `linePx` high.
 */
export function scrollTopFor(
  top: number,
  align: "center" | "auto",
  seen: { readonly scrollTop: number; readonly clientHeight: number },
): number | null {
  const room = seen.clientHeight - linePx;
  if (align === "center") return Math.max(0, top - room / 2);
  if (top < seen.scrollTop) return top;
  return top > seen.scrollTop + room ? top - room : null;
}
