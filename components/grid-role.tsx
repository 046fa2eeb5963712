/**
 * The role of a part of a table that is laid out by `display: grid` or `block`, which takes away
 * the role its element has by itself. Spread onto the element.
 */
export function gridRole(role: "grid" | "rowgroup" | "row" | "columnheader" | "gridcell"): {
  readonly role: string;
} {
  return { role };
}
