import type { LogFrame } from "#lib/api/log-frames";

/**
 * Lines as they travel that need no JSON: an event named `raw`, whose data is the number of the source,
 * a unit separator, and a block of lib/logs/line-block in which a record separator stands for each line
 * break. The bytes of a log become it in place; a log whose text has such a separator, or a carriage
 * return, which would end the event's line, travels as a `lines` frame.
 */
export const rawEvent = "raw" as const;

export const recordSeparator = "\x1e";
const unitSeparator = "\x1f";

/** What stands before the block. */
export function rawHead(source: number): string {
  return `${source}${unitSeparator}`;
}

/** The frame that raw lines stand for. */
export function readRawLines(data: string): Extract<LogFrame, { readonly type: "lines" }> {
  const end = data.indexOf(unitSeparator);
  const block = data.slice(end + 1).replaceAll(recordSeparator, "\n");
  return { type: "lines", source: Number(data.slice(0, end)), block };
}

/** The frame of an event of a log's stream. */
export function readLogEvent(data: string, event: string): LogFrame {
  return event === rawEvent ? readRawLines(data) : (JSON.parse(data) as LogFrame);
}
