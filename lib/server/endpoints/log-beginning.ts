import { askedLog } from "#lib/server/endpoints/asked-log";
import type { Endpoint } from "#lib/server/endpoints/endpoint";
import { readBeginning } from "#lib/server/logs/log-beginning";
import { logTurns } from "#lib/server/logs/log-turns";

/**
 * How a log ends now (`?<query>`), for the page that is drawn of it: a `LogBeginning` or null. It
 * has no route: pages ask for it.
 */
export const answerLogBeginning: Endpoint = async (context, viewer, request) => {
  const query = askedLog(new URL(request.url).searchParams);
  const { clock, serverNow, onError } = context;
  const { client } = viewer;
  const pool = context.pool(viewer);
  const reading = { client, pool, clock, serverNow, onError, turns: logTurns };
  return Response.json(await readBeginning(reading, query));
};
