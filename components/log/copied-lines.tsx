import type { LogBuffer } from "#lib/client/logs/log-buffer";
import type { LogRow } from "#lib/client/logs/row-choice";
import { linesOfRows } from "#lib/client/logs/row-lines";
import { plainText } from "#lib/logs/text";

/**
 * What a copy of a selection over several lines of a log holds: what was printed there, without
 * times and names, and of a folded line all of it. null for a selection within one line, which the
 * browser copies well.
 */
export function copiedLines(
  selection: Selection,
  rows: { readonly length: number; at(index: number): LogRow | undefined },
  buffer: LogBuffer,
): string | null {
  if (selection.rangeCount === 0) return null;
  const { startContainer, startOffset, endContainer, endOffset } = selection.getRangeAt(0);
  const [first, last] = [rowOf(startContainer), rowOf(endContainer)];
  if (!first || !last) return null;
  if (first === last && !isWholeFolded(first, selection)) return null;
  const lines = linesOfRows(rows, buffer, indexOf(first), indexOf(last));
  const texts = lines.map(({ text }) => plainText(text));
  // The end first: it may stand in the line in which the selection begins.
  const end = offsetIn(last, endContainer, endOffset);
  if (end !== null) texts.push((texts.pop() ?? "").slice(0, end));
  const start = offsetIn(first, startContainer, startOffset);
  if (start !== null) texts.unshift((texts.shift() ?? "").slice(start));
  return texts.join("\n");
}

function rowOf(node: Node): HTMLElement | null {
  const element = node instanceof Element ? node : node.parentElement;
  return element?.closest<HTMLElement>("[data-index]") ?? null;
}

function indexOf(row: HTMLElement): number {
  return Number(row.dataset.index);
}

/** How far into the text of a row a point stands; null where the row is not what was printed. */
function offsetIn(row: HTMLElement, node: Node, offset: number): number | null {
  const text = row.querySelector("[data-text='printed']");
  if (!text?.contains(node)) return null;
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEnd(node, offset);
  return before.toString().length;
}

function isWholeFolded(row: HTMLElement, selection: Selection): boolean {
  const text = row.querySelector("[data-text='folded']")?.textContent ?? "";
  return text !== "" && selection.toString().includes(text);
}
