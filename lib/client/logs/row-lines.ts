import { isNote, type LogBuffer, type LogText } from "#lib/client/logs/log-buffer";
import type { LogRow } from "#lib/client/logs/row-choice";

interface Rows {
  readonly length: number;
  at(index: number): LogRow | undefined;
}

/** The lines that rows `from` to `to` (their indexes) stand for, those that are folded away as well. */
export function linesOfRows(rows: Rows, buffer: LogBuffer, from: number, to: number): LogText[] {
  const lines: LogText[] = [];
  for (let index = Math.max(0, from); index <= Math.min(to, rows.length - 1); index++) {
    const row = rows.at(index);
    const entry = row && buffer.at(row.number);
    if (!entry || isNote(entry) || row.kind === "skip") continue;
    lines.push(entry);
    if (row.kind === "fold") lines.push(...folded(buffer, row.number, entry, row.count - 1));
  }
  return lines;
}

/** What was printed in these lines, byte for byte as it came. */
export function printedText(lines: readonly LogText[]): string {
  return lines.map(({ text }) => `${text}\n`).join("");
}

/** The next so many lines of a line's source: those of other sources may stand between them. */
function folded(buffer: LogBuffer, number: number, first: LogText, count: number): LogText[] {
  const lines: LogText[] = [];
  for (let next = number + 1; next < buffer.end && lines.length < count; next++) {
    const entry = buffer.at(next);
    if (entry && !isNote(entry) && entry.source.key === first.source.key) lines.push(entry);
  }
  return lines;
}
