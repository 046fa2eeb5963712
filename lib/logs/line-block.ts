import type { LogLine } from "#lib/api/log-frames";

/** The length of a line's time: RFC 3339 in UTC with nine digits. */
export const timeLength = "2026-03-10T12:00:00.000000000Z".length;

/**
 * Consecutive lines of one source as one text: `TIME TEXT` each, with a line break, the time empty
 * where there is none. One text costs a fraction of what a list of lines does, on both sides of the
 * wire.
 */
export function blockOf(lines: readonly LogLine[]): string {
  return lines.map(blockLine).join("");
}

/** One line as it stands in a block. */
export function blockLine([time, text]: LogLine): string {
  return `${time} ${text}\n`;
}

/** Where the text begins of the line that begins at `at` in a block. */
export function textStart(block: string, at: number): number {
  return block.charCodeAt(at) === space ? at + 1 : at + timeLength + 1;
}

const space = 0x20;

/** The lines of a block. */
export function linesOf(block: string): LogLine[] {
  const lines: LogLine[] = [];
  for (let at = 0; at < block.length; ) {
    const begin = textStart(block, at);
    const end = block.indexOf("\n", begin);
    lines.push([block.slice(at, begin - 1), block.slice(begin, end)]);
    at = end + 1;
  }
  return lines;
}
