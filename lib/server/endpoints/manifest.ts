import type { Endpoint } from "#lib/server/endpoints/endpoint";
import { namedObject } from "#lib/server/endpoints/named-object";
import { manifestOf } from "#lib/server/manifest";
import { podFacts } from "#lib/server/pod-facts";

/**
 * `GET /api/manifest?kind=&namespace=&name=[&reveal=1]`: `{ yaml }`, fetched afresh. With `facts=1`, of
 * a Pod, `{ facts }` instead: what its page says of its spec.
 */
export const answerManifest: Endpoint = async (context, viewer, request) => {
  const params = new URL(request.url).searchParams;
  const { resource, namespace, name } = namedObject(context.pool(viewer), params);
  const object = await viewer.client.getRaw(resource, namespace, name, request.signal);
  const asksFacts = resource.plural === "pods" && params.get("facts") === "1";
  const answer = asksFacts
    ? { facts: podFacts(object) }
    : { yaml: manifestOf(object, params.get("reveal") === "1") };
  return Response.json(answer, { headers: { "cache-control": "no-store" } });
};
