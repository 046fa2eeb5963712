/** A line too long to be an event of the API: objects are at most 1.5 MB. */
export class LineTooLong extends Error {}

const lineLimitBytes = 16 * 1024 * 1024;

/**
 * The lines of a byte stream, without their breaks. What stands after the last break is a torn line
 * and is not given: `torn` says so, for the reader to begin again from what it has.
 *
 * @throws LineTooLong
 */
export async function* lines(
  bytes: AsyncIterable<Uint8Array>,
  torn: () => void = () => {},
): AsyncGenerator<string> {
  let rest: Buffer[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    for (;;) {
      const end = buffer.indexOf(0x0a, start);
      if (end < 0) break;
      const line = buffer.subarray(start, end);
      yield (rest.length === 0 ? line : Buffer.concat([...rest, line])).toString("utf8");
      rest = [];
      size = 0;
      start = end + 1;
    }
    if (start === buffer.length) continue;
    rest.push(buffer.subarray(start));
    size += buffer.length - start;
    if (size > lineLimitBytes) throw new LineTooLong(`a line of more than ${lineLimitBytes} bytes`);
  }
  if (size > 0) torn();
}
