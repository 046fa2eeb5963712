import { formatLogQuery, type LogTarget, wholeLog } from "#lib/api/log-query";

/** Where a log stands alone: `/logs/web?of=job/build`. */
export function logAddress(namespace: string, target: LogTarget): string {
  const params = new URLSearchParams(formatLogQuery(wholeLog(namespace, target)));
  params.delete("namespace");
  return `/logs/${encodeURIComponent(namespace)}?${params.toString().replaceAll("%2F", "/")}`;
}
