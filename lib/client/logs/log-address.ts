import { createSerializer } from "nuqs/server";
import {
  formatLogQuery,
  type LogQuery,
  type LogTarget,
  mayGoOn,
  readUnasked,
  wholeLog,
} from "#lib/api/log-query";
import { defaultTail, logParsers } from "#lib/client/logs/log-parsers";
import type { LogSettings } from "#lib/client/logs/log-settings";
import type { LogView } from "#lib/line/view";

/** Where a log stands alone: `/logs/web?of=job/build`. */
export function logAddress(namespace: string, target: LogTarget): string {
  const params = new URLSearchParams(formatLogQuery(wholeLog(namespace, target)));
  params.delete("namespace");
  return `/logs/${encodeURIComponent(namespace)}?${params.toString().replaceAll("%2F", "/")}`;
}

const serialize = createSerializer(logParsers);

/** Where a log stands alone, as it is shown. */
export function logViewAddress({ query, times, find }: LogView): string {
  const { namespace, target, container, instances, tail, since, sinceTime, until } = query;
  const unasked = readUnasked(target.kind);
  const isTimed = since !== "" || sinceTime !== "" || until !== "";
  // What is not said is all lines where a time is, else the newest.
  const unsaid = isTimed ? null : defaultTail;
  return serialize(logAddress(namespace, target), {
    container: container === unasked.container ? null : container,
    previous: instances === "previous" ? "1" : null,
    instances: instances === "previous" || instances === unasked.instances ? null : instances,
    follow: query.follow || !mayGoOn(query) ? null : "0",
    tail: tail === unsaid ? null : (tail ?? -1),
    since,
    from: sinceTime,
    until,
    find,
    ts: times ? "utc" : "off",
  });
}

/** What an address shows: `logViewAddress` the other way round. */
export function logViewOf(namespace: string, target: LogTarget, settings: LogSettings): LogView {
  const asked = askedOf(settings, readUnasked(target.kind));
  const follow = settings.follow && mayGoOn(asked);
  const query = { ...wholeLog(namespace, target), ...asked, follow };
  return { kind: "log", query, times: settings.times !== "off", find: settings.find };
}

/** What the settings of a log ask for, and `unasked` where they leave it open. */
export function askedOf(
  { container, previous, instances, tail, since, from, until }: LogSettings,
  unasked: Pick<LogQuery, "container" | "instances">,
) {
  return {
    container: container ?? unasked.container,
    instances: previous ? ("previous" as const) : (instances ?? unasked.instances),
    tail,
    since: from === "" ? since : "",
    sinceTime: from,
    until,
  };
}
