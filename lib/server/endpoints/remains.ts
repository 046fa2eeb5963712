import { RequestError } from "#lib/server/api-error";
import type { Endpoint } from "#lib/server/endpoints/endpoint";
import { namedObject } from "#lib/server/endpoints/named-object";
import { remainsOf } from "#lib/server/remains";
import { text } from "#lib/texts/text";

/** `GET /api/remains?kind=&namespace=&name=&uid=`: what is left of something that was deleted. */
export const answerRemains: Endpoint = async (context, viewer, request) => {
  const params = new URL(request.url).searchParams;
  const pool = context.pool(viewer);
  const { resource, namespace, name } = namedObject(pool, params);
  const uid = params.get("uid") ?? "";
  if (!/^[\w-]{1,64}$/.test(uid)) throw new RequestError("invalid", text("uid is required."));
  const owner = { resource: resource.plural as "cronjobs" | "jobs" | "pods", namespace, name, uid };
  const remains = await remainsOf(pool, viewer.client, resource, owner, request.signal);
  return Response.json(remains, { headers: { "cache-control": "no-store" } });
};
