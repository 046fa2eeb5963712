import type { CanIAnswer } from "#lib/api/rights";
import { RequestError } from "#lib/server/api-error";
import { type Endpoint, requireNames, shown } from "#lib/server/endpoints/endpoint";
import { text } from "#lib/texts/text";

/** What the API has for verbs, resources and groups; they reach a body, and no path. */
const word = /^(?:\*|[a-z0-9]([a-z0-9.-]{0,98}[a-z0-9])?)$/;

/**
 * `GET /api/can-i?verb=create&resource=jobs&group=batch[&subresource=][&name=][&namespace=]`: what
 * `kubectl auth can-i` asks; without a namespace, of all of them.
 */
export const answerCanI: Endpoint = async (_, viewer, request) => {
  const params = new URL(request.url).searchParams;
  const read = (name: string) => params.get(name) ?? "";
  for (const name of ["verb", "resource"]) requireWord(name, read(name));
  for (const name of ["group", "subresource"]) if (read(name) !== "") requireWord(name, read(name));
  const [namespace, name] = [read("namespace"), read("name")];
  requireNames(namespace === "" ? [] : [namespace], name === "" ? undefined : name);
  const [verb, resource, group, subresource] = [
    read("verb"),
    read("resource"),
    read("group"),
    read("subresource"),
  ];
  const asked = {
    verb,
    group,
    resource,
    namespace,
    ...(subresource === "" ? {} : { subresource }),
    ...(name === "" ? {} : { name }),
  };
  const answer: CanIAnswer = await viewer.client.review(asked, request.signal);
  return Response.json(answer, { headers: { "cache-control": "no-store" } });
};

function requireWord(name: string, value: string): void {
  if (word.test(value)) return;
  throw new RequestError(
    "invalid",
    text('"{value}" is no {parameter}.', { value: shown(value), parameter: name }),
    text("Write it as for {command}, for example {example}.", {
      command: "kubectl auth can-i",
      example: "create jobs",
    }),
  );
}
