import { longestStamp, readStamp } from "#lib/server/logs/log-stamp";

/** A line as bytes, or a part of a long one. */
export interface LineBytes {
  /** As `readStamp` gives it, also of a part that continues a line. */
  readonly time: string;
  /** What was printed, with its line break: neither decoded nor changed. */
  readonly text: Buffer;
  /** False for what continues the line before it. */
  readonly begins: boolean;
}

const lineBreak = 0x0a;
/** More of a line than this is not held until its end comes. */
const partBytes = 64 * 1024;

/** Cuts the bytes of a log that was asked for with timestamps into lines, a batch a chunk. */
export async function* byteLines(
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly LineBytes[], void, undefined> {
  let rest: Buffer = Buffer.alloc(0);
  /** The time of the line whose beginning was given already. */
  let continued: string | null = null;
  const line = (raw: Buffer): LineBytes => {
    if (continued !== null) return { time: continued, text: raw, begins: false };
    // A stamp is ASCII, so that characters and bytes are counted alike.
    const { time, end } = readStamp(raw.toString("latin1", 0, longestStamp));
    return { time, text: raw.subarray(end), begins: true };
  };
  for await (const chunk of bytes) {
    const buffer =
      rest.length === 0
        ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
        : Buffer.concat([rest, chunk]);
    const lines: LineBytes[] = [];
    let start = 0;
    for (;;) {
      const end = buffer.indexOf(lineBreak, start) + 1;
      if (end === 0) break;
      lines.push(line(buffer.subarray(start, end)));
      continued = null;
      start = end;
    }
    rest = buffer.subarray(start);
    if (rest.length > partBytes) {
      const part = line(rest);
      lines.push(part);
      continued = part.time;
      rest = Buffer.alloc(0);
    }
    if (lines.length > 0) yield lines;
  }
  if (rest.length > 0) yield [line(rest)];
}
