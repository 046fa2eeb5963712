import { type MergedLine, mergeLines } from "#lib/logs/merge";
import { toApiError } from "#lib/server/api-error";
import { columnNames } from "#lib/server/logs/file-names";
import { byteLines, type LineBytes } from "#lib/server/logs/log-bytes";
import type { LogSource } from "#lib/server/logs/log-source";
import { inEnglish } from "#lib/texts/wording";

/** A source and its bytes, with timestamps; or why it has none. */
export type OpenedLog =
  | { readonly source: LogSource; readonly body: AsyncIterable<Uint8Array> }
  | { readonly source: LogSource; readonly error: unknown };

const lineBreak = Buffer.from("\n");
const noTime = "-";

/**
 * Many logs as one file: their lines in the order of `lib/logs/order`, `NAME TIME TEXT` each, the
 * text as it was printed. What could not be read is said in lines at the end, and how many older logs
 * were left out. `until` is a time of `readStamp`, empty for no end. No more of each log is held than
 * what was read of it last.
 */
export async function* mergedLog(
  logs: readonly OpenedLog[],
  until: string,
  leftOut: number,
): AsyncGenerator<Buffer, void, undefined> {
  const names = columnNames(logs.map(({ source }) => source.origin));
  const unread: string[] = [];
  const say = ({ origin }: LogSource, error: unknown) => {
    const name = names.get(origin.key) ?? origin.pod;
    unread.push(`${name} ${noTime} [Batchboard could not read all of it: ${sentence(error)}]\n`);
  };
  const sources = logs.flatMap((log) => {
    if ("error" in log) say(log.source, log.error);
    if ("error" in log) return [];
    const { source, body } = log;
    const lines = wholeLines(body, (error) => say(source, error));
    return { origin: source.origin, lines };
  });
  for await (const batch of mergeLines(sources)) {
    const parts = batch.flatMap((merged) => column(merged, names, until));
    if (parts.length > 0) yield Buffer.concat(parts);
  }
  if (leftOut > 0) {
    unread.push(
      `[Batchboard left out ${leftOut} older logs: ${logs.length} are merged at most. An archive has all.]\n`,
    );
  }
  if (unread.length > 0) yield Buffer.from(unread.join(""));
}

function column(
  { source, line: { time, text, begins } }: MergedLine<LineBytes>,
  names: ReadonlyMap<string, string>,
  until: string,
): readonly Buffer[] {
  if (until !== "" && time > until) return [];
  if (!begins) return [text];
  return [Buffer.from(`${names.get(source.key)} ${time === "" ? noTime : time} `), text];
}

/** The lines of one log. The last has a line break, for others may follow; what breaks off is told. */
async function* wholeLines(
  body: AsyncIterable<Uint8Array>,
  broken: (error: unknown) => void,
): AsyncGenerator<readonly LineBytes[], void, undefined> {
  let last: LineBytes | undefined;
  try {
    for await (const lines of byteLines(body)) {
      last = lines.at(-1);
      yield lines;
    }
  } catch (error) {
    broken(error);
  }
  if (last && last.text.at(-1) !== lineBreak[0]) {
    yield [{ time: last.time, text: lineBreak, begins: false }];
  }
}

/** The text of one log as it was printed, to `until`. */
export async function* textUntil(
  body: AsyncIterable<Uint8Array>,
  until: string,
): AsyncGenerator<Buffer, void, undefined> {
  for await (const lines of byteLines(body)) {
    const kept = lines.filter(({ time }) => time <= until).map(({ text }) => text);
    if (kept.length > 0) yield Buffer.concat(kept);
  }
}

/** What is said of a failure, on one line. */
export function sentence(error: unknown): string {
  return inEnglish(toApiError(error).message).replace(/\s+/g, " ");
}
