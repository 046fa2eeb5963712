import { formatLogQuery, type LogTarget } from "#lib/api/log-query";

/** Where a log stands alone: `/logs/web?of=job/build`. */
export function logAddress(namespace: string, target: LogTarget): string {
  const params = new URLSearchParams(
    formatLogQuery({
      namespace,
      target,
      uid: "",
      container: "",
      instances: "current",
      follow: false,
      tail: null,
      since: "",
      sinceTime: "",
      until: "",
    }),
  );
  params.delete("namespace");
  return `/logs/${encodeURIComponent(namespace)}?${params.toString().replaceAll("%2F", "/")}`;
}
