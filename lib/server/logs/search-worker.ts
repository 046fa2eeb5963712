import { parentPort, workerData } from "node:worker_threads";
import type { LogSearch } from "#lib/api/log-search";
import { textPattern } from "#lib/logs/pattern";
import { regexPattern } from "#lib/logs/regex-pattern";
import { type Found, LineSearch } from "#lib/server/logs/line-search";
import { requiredText } from "#lib/server/logs/required-text";
import type { Text } from "#lib/texts/text";

/** What the thread is begun with. */
export interface SearchTask {
  readonly search: LogSearch;
  readonly until: string;
}

/** The next bytes of a source, which is numbered from 0; null for its end. */
export interface SearchPart {
  readonly source: number;
  readonly bytes: Uint8Array | null;
  readonly wanted: number;
}

/** First whether the pattern is one, then what each part has, in the order in which they came. */
export type SearchAnswer = { readonly wrong: Text | null } | Found;

const { search, until } = workerData as SearchTask;
const { find, regex, matchCase } = search;
const pattern = regex ? regexPattern(find, matchCase) : textPattern(find, matchCase);
const answer = (message: SearchAnswer) => parentPort?.postMessage(message);

if ("wrong" in pattern) {
  answer({ wrong: pattern.wrong });
} else {
  const options = { pattern, required: requiredText(search), until };
  const sources = new Map<number, LineSearch>();
  parentPort?.on("message", ({ source, bytes, wanted }: SearchPart) => {
    const lines = sources.get(source) ?? new LineSearch(options);
    if (bytes === null) sources.delete(source);
    else sources.set(source, lines);
    answer(bytes === null ? lines.end(wanted) : lines.push(bytes, wanted));
  });
  answer({ wrong: null });
}
