import { parseLogQuery } from "#lib/api/logs";
import { isContainerName } from "#lib/kubernetes/names";
import { isNewer } from "#lib/kubernetes/resource-version";
import type { Pod } from "#lib/kubernetes/types";
import { RequestError } from "#lib/server/api-error";
import { type Endpoint, requireNames, shown } from "#lib/server/endpoints/endpoint";
import type { InformerPool } from "#lib/server/informer-pool";
import { parsePosition } from "#lib/server/logs/log-position";
import { streamLog } from "#lib/server/logs/log-stream";
import type { Clock } from "#lib/time/clock";
import { parseGoDuration } from "#lib/time/duration";

/** `GET /api/logs?<query>[&after=<id of the last event>]`: the frames of lib/api/logs. */
export const answerLogs: Endpoint = async (context, viewer, request) => {
  const params = new URL(request.url).searchParams;
  const query = parseLogQuery(params);
  if (typeof query === "string") throw new RequestError("invalid", query);
  requireNames([query.namespace], query.pod);
  if (query.container !== "" && !isContainerName(query.container)) {
    throw new RequestError("invalid", `"${shown(query.container)}" is not a container name.`);
  }
  const sinceMs = query.since === "" ? null : parseGoDuration(query.since);
  if (query.since !== "" && (sinceMs === null || sinceMs <= 0)) {
    throw new RequestError(
      "invalid",
      `since must be a duration, not "${shown(query.since)}".`,
      "Write it as for kubectl logs --since, for example 15m or 1h30m.",
    );
  }
  const after = params.get("after") ?? request.headers.get("last-event-id");
  const { response, sink } = context.openStream();
  const pool = context.pool(viewer);
  const { clock } = context;
  void streamLog(
    {
      client: viewer.client,
      clock,
      podChanged: (pod, ms, signal) => podChanged(pool, clock, pod, ms, signal),
      onError: context.onError,
    },
    { ...query, sinceSeconds: sinceMs === null ? null : Math.ceil(sinceMs / 1000) },
    after === null ? null : parsePosition(after),
    sink,
  );
  return response;
};

/** Resolves when the informer saw a newer version of this Pod, or after `ms`; never rejects. */
async function podChanged(
  pool: InformerPool,
  clock: Clock,
  pod: Pod,
  ms: number,
  signal: AbortSignal,
): Promise<void> {
  const { namespace, uid, resourceVersion } = pod.metadata;
  const woken = new AbortController();
  // A hanging cluster may take its time over this: the wait does not.
  const listening = pool.pods(namespace).then((feed) => {
    const wake = () => {
      const seen = feed.byUid(uid);
      if (seen && isNewer(seen.metadata.resourceVersion, resourceVersion)) woken.abort();
    };
    const stop = feed.subscribe({ changes: wake, state: () => {} });
    wake();
    return stop;
  });
  await clock.sleep(ms, AbortSignal.any([signal, woken.signal])).catch(() => {});
  void listening.then((stop) => stop());
}
