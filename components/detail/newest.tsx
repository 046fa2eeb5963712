/** The row that was created last; of several in the same second the last by name. */
export function newest<Row extends { readonly created: string | null; readonly name: string }>(
  rows: readonly Row[],
): Row | undefined {
  return rows.reduce<Row | undefined>((best, row) => {
    if (!best) return row;
    const [a, b] = [best.created ?? "", row.created ?? ""];
    return b > a || (b === a && row.name > best.name) ? row : best;
  }, undefined);
}
