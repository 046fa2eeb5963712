import { useEffect, useMemo, useState } from "react";
import useSWR from "swr";
import { formatNameQuery, type NameAnswer, type NameQuery } from "#lib/api/names";
import { requestUrl } from "#lib/client/page-context";
import { getJson } from "#lib/client/response-error";
import { systemClock } from "#lib/time/clock";

interface Answered {
  readonly query: NameQuery;
  readonly answer: NameAnswer;
}

/** Who types on does so sooner. */
const restMs = 200;

/**
 * What can be named, as it is typed. What is `known` here is said at once, and the server is asked
 * when the typing rests; of what is not known it is asked at each key, and what fits of its answer
 * before is kept meanwhile.
 */
export function useNames(
  query: NameQuery | null,
  known: (query: NameQuery) => NameAnswer | null,
): NameAnswer | null {
  const url = query && namesUrl(query);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the URL is the query
  const here = useMemo(() => query && known(query), [url, known]);
  const rested = useRested(url);
  const { data } = useSWR<Answered>(
    here === null || rested ? url : null,
    async (asked: string) => ({
      query: query as NameQuery,
      answer: await getJson<NameAnswer>(asked),
    }),
    { keepPreviousData: true, revalidateOnFocus: false, dedupingInterval: 500 },
  );
  if (query === null) return null;
  const isAnswered = data !== undefined && namesUrl(data.query) === url;
  return isAnswered ? data.answer : (here ?? (data ? narrowed(data, query) : null));
}

/** Whether a text has stood for a while. */
function useRested(text: string | null): boolean {
  const [rested, setRested] = useState<string | null>(null);
  useEffect(() => systemClock.after(restMs, () => setRested(text)), [text]);
  return text === rested;
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
