import type { ApiError } from "#lib/api/errors";
import type { LogOrigin } from "#lib/api/log-frames";
import { formatLogQuery, type LogQuery, type WrongQuery } from "#lib/api/log-query";
import type { Instant } from "#lib/api/rows";
import { text } from "#lib/texts/text";

/**
 * What is looked for in all that can be read of a log, not only in what a tab has loaded
 * (`GET /api/logs/search?<query>`, server-sent events). `follow` and `tail` of the log query say
 * nothing here; since, sinceTime and until do.
 */
export interface LogSearch {
  readonly find: string;
  /** `find` is a regular expression of `lib/logs/regex-pattern`, else a text. */
  readonly regex: boolean;
  readonly matchCase: boolean;
}

/** A line that has what is looked for. */
export interface SearchHit {
  /** Which line of what was read of its source, from 1: hits of one source are in this order. */
  readonly line: number;
  /** As in `LogLine`. */
  readonly time: string;
  /** The line as it is read on screen (`plainText`), at most `hitLimit` characters around the hit. */
  readonly text: string;
  /** Where the first hit stands in `text`, in UTF-16 units; an empty pattern's is empty. */
  readonly start: number;
  readonly end: number;
  /** `text` is not the whole line. */
  readonly cut: boolean;
}

/** `source` numbers the sources of one search from 0. */
export type SearchFrame =
  /** Said of each source before anything else of it. */
  | { readonly type: "source"; readonly source: number; readonly origin: LogOrigin }
  /** In the order of the lines of each source; those of several come as they are found. */
  | { readonly type: "hits"; readonly source: number; readonly hits: readonly SearchHit[] }
  /** Of this source nothing more can be read; the others go on. */
  | { readonly type: "unread"; readonly source: number; readonly error: ApiError }
  /** At most four a second. */
  | ({ readonly type: "progress" } & SearchProgress)
  /** All that can be read was. `truncated`: more were found than were sent. */
  | ({ readonly type: "end"; readonly truncated: boolean } & SearchProgress)
  /** Nothing can be searched; the browser does not ask again by itself. */
  | { readonly type: "failure"; readonly error: ApiError }
  | { readonly type: "heartbeat"; readonly now: Instant };

export interface SearchProgress {
  readonly lines: number;
  readonly bytes: number;
  /** Lines with a hit that were found, sent or not. */
  readonly hits: number;
  readonly sources: { readonly done: number; readonly of: number };
}

/** Of a longer line this much is sent, in UTF-16 units. */
export const hitLimit = 2_000;
/** So many hits are sent; those after are counted. */
export const mostHits = 10_000;

const longest = 1_000;

export function formatLogSearch(query: LogQuery, search: LogSearch): string {
  const params = new URLSearchParams(formatLogQuery({ ...query, follow: false, tail: null }));
  params.set("find", search.find);
  if (search.regex) params.set("regex", "1");
  if (search.matchCase) params.set("case", "1");
  return params.toString();
}

/** What a query string looks for, or what is wrong with it. */
export function parseLogSearch(params: URLSearchParams): LogSearch | WrongQuery {
  const find = params.get("find") ?? "";
  if (find === "") return { wrong: text("find must say what to look for") };
  if (find.length > longest) {
    return { wrong: text("find is longer than {most} characters", { most: longest }) };
  }
  return { find, regex: params.get("regex") === "1", matchCase: params.get("case") === "1" };
}
