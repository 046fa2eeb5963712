import useSWR from "swr";
import { formatNameQuery, type NameAnswer, type NameQuery } from "#lib/api/names";
import { requestUrl } from "#lib/client/page-context";
import { getJson } from "#lib/client/response-error";

/** What can be named, as it is typed; the answer before stays until the next is here. */
export function useNames(query: NameQuery | null): NameAnswer | null {
  const { data } = useSWR<NameAnswer>(
    query && requestUrl("names", formatNameQuery(query)),
    (url: string) => getJson<NameAnswer>(url),
    { keepPreviousData: true, revalidateOnFocus: false, dedupingInterval: 500 },
  );
  return query === null ? null : (data ?? null);
}

/** The objects of exactly these names. @throws ResponseError */
export function askNames(query: NameQuery): Promise<NameAnswer> {
  return getJson<NameAnswer>(requestUrl("names", formatNameQuery(query)));
}
