/**
 * A cell as kubectl writes it to the terminal: cut at the first line feed, carriage return or form
 * feed, with `...` in place of the rest, and escape characters made visible as `^[`.
 */
export function cell(text: string): string {
  const end = text.search(/[\n\r\f]/);
  // Each text of a list is a cell, and nearly all are written as they are.
  if (end === -1 && !text.includes("\u001b")) return text;
  const shown = end === -1 ? text : `${text.slice(0, end)}...`;
  return shown.replaceAll("\u001b", "^[");
}

/** kubectl's cell for a text that may be absent. */
export function cellOrNone(text: string | null): string {
  return text === null || text === "" ? "<none>" : cell(text);
}
