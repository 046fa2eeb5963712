import { type LogQuery, parseLogQuery } from "#lib/api/log-query";
import { isContainerName } from "#lib/kubernetes/names";
import { parseSelector } from "#lib/kubernetes/selector";
import { RequestError } from "#lib/server/api-error";
import { type Endpoint, requireNames, shown } from "#lib/server/endpoints/endpoint";
import type { StreamedQuery } from "#lib/server/logs/log-merge";
import { parsePlaces } from "#lib/server/logs/log-places";
import { streamLogs } from "#lib/server/logs/log-stream";
import { findTarget } from "#lib/server/logs/target-pods";
import { TargetWatch } from "#lib/server/logs/target-watch";
import { parseGoDuration } from "#lib/time/duration";

/**
 * `GET /api/logs?<query>[&after=<places>][&once=1]`: the frames of lib/api/log-frames. `once` reads
 * what there is and ends the answer, for those to whom no open stream comes through; `end` then says
 * that there will be no more.
 */
export const answerLogs: Endpoint = async (context, viewer, request) => {
  const params = new URL(request.url).searchParams;
  const query = streamedQuery(params);
  const after = params.get("after") ?? request.headers.get("last-event-id");
  const { response, sink } = context.openStream();
  const pool = context.pool(viewer);
  const { client } = viewer;
  const { clock, serverNow, onError } = context;
  const watch = new TargetWatch(clock, query.namespace, query.target);
  if (query.follow && !query.once) void watch.listen(pool, sink.signal).catch(onError);
  void streamLogs(
    {
      client,
      clock,
      serverNow,
      onError,
      target: (asked, signal) => findTarget({ client, pool }, asked, watch.feeds, signal),
      changed: (signal) => watch.changed(signal),
      podChanged: (pod, ms, signal) => watch.podChanged(pod, ms, signal),
      wake: () => watch.wake(),
    },
    query,
    parsePlaces(after ?? ""),
    sink,
  );
  return response;
};

/** @throws RequestError `invalid`, before anything of it can reach a URL. */
export function checkedLogQuery(params: URLSearchParams): LogQuery {
  const query = parseLogQuery(params);
  if (typeof query === "string") throw new RequestError("invalid", query);
  const { target, namespace, container } = query;
  if (target.kind === "selector") {
    requireNames([namespace]);
    requireSelector(target.selector);
  } else {
    requireNames([namespace], target.name);
  }
  if (container !== "" && container !== "*" && !isContainerName(container)) {
    throw new RequestError("invalid", `"${shown(container)}" is not a container name.`);
  }
  if (query.since !== "" && query.sinceTime !== "") {
    throw new RequestError("invalid", "since and sinceTime cannot be asked for together.");
  }
  sinceSecondsOf(query);
  return query;
}

/** `since` in whole seconds, as the API takes it; null for none. @throws RequestError `invalid` */
export function sinceSecondsOf({ since }: LogQuery): number | null {
  if (since === "") return null;
  const ms = parseGoDuration(since);
  if (ms !== null && ms > 0) return Math.ceil(ms / 1000);
  throw new RequestError(
    "invalid",
    `since must be a duration, not "${shown(since)}".`,
    "Write it as for kubectl logs --since, for example 15m or 1h30m.",
  );
}

function streamedQuery(params: URLSearchParams): StreamedQuery {
  const query = checkedLogQuery(params);
  // Of what has ended nothing is followed.
  const follow = query.follow && query.instances !== "previous";
  const once = params.get("once") === "1";
  return { ...query, follow, once, sinceSeconds: sinceSecondsOf(query) };
}

function requireSelector(text: string): void {
  const selector = parseSelector(text);
  if (Array.isArray(selector)) return;
  throw new RequestError(
    "invalid",
    selector.message,
    "Write it as for kubectl -l, for example app=web,tier!=db or env in (a,b).",
  );
}
