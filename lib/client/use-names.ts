import { useMemo } from "react";
import useSWR from "swr";
import { formatNameQuery, type NameAnswer, type NameQuery } from "#lib/api/names";
import { requestUrl } from "#lib/client/page-context";
import { getJson } from "#lib/client/response-error";

interface Answered {
  readonly query: NameQuery;
  readonly answer: NameAnswer;
}

/**
 * What can be named, as it is typed. Until the server has answered, `known` says what is known here;
 * else what fits of the answer before is kept.
 */
export function useNames(
  query: NameQuery | null,
  known: (query: NameQuery) => NameAnswer | null,
): NameAnswer | null {
  const { data } = useSWR<Answered>(
    query && namesUrl(query),
    async (url: string) => ({ query: query as NameQuery, answer: await getJson<NameAnswer>(url) }),
    { keepPreviousData: true, revalidateOnFocus: false, dedupingInterval: 500 },
  );
  const url = query && namesUrl(query);
  const isAnswered = data !== undefined && namesUrl(data.query) === url;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the URL is the query
  const here = useMemo(
    () => (query && !isAnswered ? known(query) : null),
    [url, isAnswered, known],
  );
  if (query === null) return null;
  return isAnswered ? data.answer : (here ?? (data ? narrowed(data, query) : null));
}

/** The objects of exactly these names. @throws ResponseError */
export function askNames(query: NameQuery): Promise<NameAnswer> {
  return getJson<NameAnswer>(namesUrl(query));
}

function namesUrl(query: NameQuery): string {
  return requestUrl("names", formatNameQuery(query));
}

/** What an answer holds of another question, which differs in what is typed alone; null of any other. */
function narrowed({ query, answer }: Answered, to: NameQuery): NameAnswer | null {
  const apart = (one: NameQuery) => namesUrl("q" in one ? { ...one, q: "" } : one);
  if (!("q" in to) || apart(query) !== apart(to)) return null;
  return { ...answer, choices: answer.choices.filter(({ name }) => name.includes(to.q)) };
}
