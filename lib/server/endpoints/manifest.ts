import type { Endpoint } from "#lib/server/endpoints/endpoint";
import { namedObject } from "#lib/server/endpoints/named-object";
import { manifestOf } from "#lib/server/manifest";

/** `GET /api/manifest?kind=&namespace=&name=[&reveal=1]`: `{ yaml }`, fetched afresh. */
export const answerManifest: Endpoint = async (context, viewer, request) => {
  const params = new URL(request.url).searchParams;
  const { resource, namespace, name } = namedObject(context.pool(viewer), params);
  const object = await viewer.client.getRaw(resource, namespace, name, request.signal);
  const yaml = manifestOf(object, params.get("reveal") === "1");
  return Response.json({ yaml }, { headers: { "cache-control": "no-store" } });
};
