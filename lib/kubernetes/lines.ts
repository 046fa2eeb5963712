import { text } from "#lib/texts/text";
import { TextError } from "#lib/texts/text-error";

/** A line that is no event: cut off by the end of the stream, or far longer than any object. */
export class UnusableLine extends TextError {}

/** An object of the API is at most 1.5 MB (etcd's limit). */
const lineLimitBytes = 8 * 1024 * 1024;

/**
 * The lines of a byte stream, without their breaks.
 *
 * @throws UnusableLine
 */
export async function* lines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
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
    if (size > lineLimitBytes)
      throw new UnusableLine(text("a line of more than {bytes} bytes", { bytes: lineLimitBytes }));
  }
  if (size > 0) throw new UnusableLine(text("a line without its end"));
}
