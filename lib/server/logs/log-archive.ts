import { PassThrough, Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { ZipFile } from "yazl";
import { entryName } from "#lib/server/logs/file-names";
import type { LogSource } from "#lib/server/logs/log-source";
import { sentence } from "#lib/server/logs/merged-log";

/**
 * A zip with one file a source, each with the bytes the API server gives, one after another as it is
 * read; `errors.txt` says what of them could not be. `open` gives the bytes of a source, and `signal`
 * says that nobody reads on.
 */
export function logArchive(
  sources: readonly LogSource[],
  open: (source: LogSource) => Promise<AsyncIterable<Uint8Array>>,
  written: Date,
  signal: AbortSignal,
): AsyncIterable<Buffer> {
  const zip = new ZipFile();
  const archive = zip.outputStream.pipe(new PassThrough());
  const options = { mtime: written };
  const errors: string[] = [];
  const note = (name: string, error: unknown) => errors.push(`${name}: ${sentence(error)}\n`);

  const add = async (source: LogSource) => {
    const name = entryName(source);
    if (name === null) return;
    try {
      const body = await open(source);
      const file = Readable.from(
        untilBroken(body, (error) => note(name, error)),
        { signal },
      );
      zip.addReadStream(file, name, options);
      await finished(file);
    } catch (error) {
      note(name, error);
    }
  };
  const fill = async () => {
    for (const source of sources) {
      if (signal.aborted) return void archive.destroy();
      await add(source);
    }
    if (errors.length > 0) zip.addBuffer(Buffer.from(errors.join("")), "errors.txt", options);
    zip.end();
  };
  void fill();
  return archive;
}

/** A stream that fails would leave the archive without its end: what is there of a log stays in it. */
async function* untilBroken(
  body: AsyncIterable<Uint8Array>,
  broken: (error: unknown) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* body;
  } catch (error) {
    broken(error);
  }
}
