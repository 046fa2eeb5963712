import { askedLog } from "#lib/server/endpoints/asked-log";
import type { Endpoint } from "#lib/server/endpoints/endpoint";
import type { StreamedQuery } from "#lib/server/logs/log-merge";
import { parsePlaces } from "#lib/server/logs/log-places";
import { streamLogs } from "#lib/server/logs/log-stream";
import { logTurns } from "#lib/server/logs/log-turns";
import { findTarget } from "#lib/server/logs/target-pods";
import { TargetWatch } from "#lib/server/logs/target-watch";

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
      turns: logTurns,
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

function streamedQuery(params: URLSearchParams): StreamedQuery {
  const query = askedLog(params);
  // Of what has ended nothing is followed.
  const follow = query.follow && query.instances !== "previous";
  const once = params.get("once") === "1";
  return { ...query, follow, once };
}
