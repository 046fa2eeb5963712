import useSWR from "swr";
import type { ApiError } from "#lib/api/errors";
import type { PodFacts } from "#lib/api/rows";
import { requestUrl } from "#lib/client/page-context";
import { getJson } from "#lib/client/response-error";
import { apiErrorOf } from "#lib/client/use-manifest";

/** What the spec of a Pod says of it; asked for once for each Pod, whose spec stays as it is. */
export function usePodFacts(
  namespace: string,
  name: string,
  uid: string,
): { readonly facts: PodFacts | null; readonly error: ApiError | null } {
  const params = new URLSearchParams({ kind: "pod", namespace, name, facts: "1" });
  const { data, error } = useSWR<{ facts: PodFacts }, unknown>(
    [requestUrl("manifest", params), uid],
    ([url]: [string, string]) => getJson(url),
    { revalidateOnFocus: false, revalidateIfStale: false, shouldRetryOnError: false },
  );
  return { facts: data?.facts ?? null, error: apiErrorOf(error) };
}
