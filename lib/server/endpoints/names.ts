import { type NameAnswer, type NameQuery, parseNameQuery } from "#lib/api/names";
import { RequestError } from "#lib/server/api-error";
import { type Endpoint, requireNames } from "#lib/server/endpoints/endpoint";
import type { InformerPool } from "#lib/server/informer-pool";
import {
  containerChoices,
  labelChoices,
  namespaceChoices,
  objectChoices,
} from "#lib/server/name-choices";
import { isMessage } from "#lib/texts/text";

/** `GET /api/names?…` (`NameQuery`): what can be named, as far as a view holds it already. */
export const answerNames: Endpoint = async (context, viewer, request) => {
  const query = parseNameQuery(new URL(request.url).searchParams);
  if (isMessage(query)) throw new RequestError("invalid", query);
  const answer = await choicesOf(query, context.pool(viewer), context.contextNamespace);
  return Response.json(answer, { headers: { "cache-control": "no-store" } });
};

async function choicesOf(
  query: NameQuery,
  pool: InformerPool,
  contextNamespace: string,
): Promise<NameAnswer> {
  if (query.of === "namespaces") {
    const names = pool.namespaces.names ?? [contextNamespace];
    return namespaceChoices([...names].sort(), query.q);
  }
  if (query.of === "containers") {
    requireNames([query.namespace], query.name);
    const feeds = await pool.feeds([query.namespace]);
    return containerChoices(feeds[query.table]?.get(query.namespace, query.name));
  }
  const { namespaces } = query;
  if (typeof namespaces !== "string") requireNames(namespaces);
  const feeds = await pool.feeds(typeof namespaces === "string" ? null : namespaces);
  return query.of === "labels"
    ? labelChoices(feeds, query.table, query.key, query.q)
    : objectChoices(feeds, query.of, query);
}
