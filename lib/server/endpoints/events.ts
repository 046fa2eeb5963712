import type { EventRow } from "#lib/api/rows";
import { isUid } from "#lib/kubernetes/names";
import { events } from "#lib/kubernetes/resources";
import { printEvent } from "#lib/printers/event";
import { RequestError } from "#lib/server/api-error";
import type { Endpoint } from "#lib/server/endpoints/endpoint";
import { namedObject } from "#lib/server/endpoints/named-object";

/** The API server keeps Events for an hour; more than this of one object is noise. */
const limit = 500;

/** `GET /api/events?kind=&namespace=&name=&uid=`: `{ events }`, newest first. */
export const answerEvents: Endpoint = async (context, viewer, request) => {
  const params = new URL(request.url).searchParams;
  const { namespace } = namedObject(context.pool(viewer), params);
  const uid = params.get("uid") ?? "";
  if (!isUid(uid)) throw new RequestError("invalid", "uid is not one of an object.");
  const list = await viewer.client.list(
    events,
    { namespace, limit, fieldSelector: `involvedObject.uid=${uid}` },
    request.signal,
  );
  const rows: EventRow[] = list.items.map(printEvent);
  rows.sort((a, b) => ((a.lastSeen ?? "") < (b.lastSeen ?? "") ? 1 : -1));
  return Response.json({ events: rows }, { headers: { "cache-control": "no-store" } });
};
