import { formatLogQuery, type LogQuery, type WrongQuery } from "#lib/api/log-query";
import { text } from "#lib/texts/text";

/**
 * How all that can be read of a log is taken away (`GET /api/logs/export?<query>`, a download):
 *
 * - `merged`: one text file, the lines of all sources in their one order (`lib/logs/order`), each
 *   `NAME TIME TEXT` where there are several sources and the bytes as they were printed where there
 *   is one. `until` is heeded here alone.
 * - `archive`: a zip with one file a source, `POD/CONTAINER.log` or `POD/CONTAINER.previous.log`,
 *   each with the bytes `kubectl logs` prints, and `errors.txt` where something could not be read.
 *
 * `follow` of the log query says nothing here; the others do.
 */
export type LogExport = "merged" | "archive";

export function formatLogExport(query: LogQuery, form: LogExport): string {
  return `${formatLogQuery({ ...query, follow: false })}&form=${form}`;
}

/** The form a query string asks for, or what is wrong with it. */
export function parseLogExport(params: URLSearchParams): LogExport | WrongQuery {
  const form = params.get("form") ?? "";
  if (form === "merged" || form === "archive") return form;
  return {
    wrong: text('form must be merged or archive, not "{typed}"', { typed: form.slice(0, 40) }),
  };
}
