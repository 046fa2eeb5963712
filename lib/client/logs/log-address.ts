import { createSerializer } from "nuqs/server";
import { formatLogQuery, type LogTarget, wholeLog } from "#lib/api/log-query";
import { defaultTail, logParsers } from "#lib/client/logs/log-parsers";
import type { LogView } from "#lib/line/view";

/** Where a log stands alone: `/logs/web?of=job/build`. */
export function logAddress(namespace: string, target: LogTarget): string {
  const params = new URLSearchParams(formatLogQuery(wholeLog(namespace, target)));
  params.delete("namespace");
  return `/logs/${encodeURIComponent(namespace)}?${params.toString().replaceAll("%2F", "/")}`;
}

const serialize = createSerializer(logParsers);

/**
 * Where a log stands alone, as it is shown. Whether it is followed, and what of restarted containers
 * is read besides `--previous`, the page decides for itself.
 */
export function logViewAddress({ query, times, find }: LogView): string {
  const { namespace, target, container, instances, tail, since, sinceTime, until } = query;
  const isTimed = since !== "" || sinceTime !== "" || until !== "";
  // What is not said is all lines where a time is, else the newest.
  const unsaid = isTimed ? null : defaultTail;
  return serialize(logAddress(namespace, target), {
    container,
    previous: instances === "previous" ? "1" : null,
    tail: tail === unsaid ? null : (tail ?? 0),
    since,
    from: sinceTime,
    until,
    find,
    ts: times ? "utc" : "off",
  });
}
