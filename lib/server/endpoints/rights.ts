import type { RightsAnswer } from "#lib/api/rights";
import { RequestError } from "#lib/server/api-error";
import { type Endpoint, requireNames } from "#lib/server/endpoints/endpoint";
import { text } from "#lib/texts/text";

/** Eight questions each; who looks at more asks for all namespaces at once. */
const mostNamespaces = 50;

/** `GET /api/rights?ns=a&ns=b`, `ns=*` for all namespaces: what the viewer may do there. */
export const answerRights: Endpoint = async (_, viewer, request) => {
  const asked = [...new Set(new URL(request.url).searchParams.getAll("ns"))];
  requireNames(asked.filter((namespace) => namespace !== "*"));
  if (asked.length > mostNamespaces) {
    throw new RequestError(
      "invalid",
      text("More than {count} namespaces at once.", { count: mostNamespaces }),
    );
  }
  const namespaces = await Promise.all(asked.map((namespace) => viewer.rights.in(namespace)));
  const answer: RightsAnswer = { namespaces };
  return Response.json(answer, { headers: { "cache-control": "no-store" } });
};
