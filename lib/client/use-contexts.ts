import useSWR from "swr";
import type { Context, ContextsAnswer } from "#lib/api/contexts";
import type { ApiError } from "#lib/api/errors";
import { requestUrl } from "#lib/client/page-context";
import { getJson } from "#lib/client/response-error";
import { apiErrorOf } from "#lib/client/use-manifest";

/** How often it is asked what has been found out, in milliseconds. */
const everyMs = 400;

/** The contexts of the kubeconfig while `wanted`, each asked whether its server is there. */
export function useContexts(wanted: boolean): {
  /** Null before the first answer. */
  readonly contexts: readonly Context[] | null;
  readonly error: ApiError | null;
} {
  const { data, error } = useSWR<ContextsAnswer, unknown>(
    wanted ? requestUrl("contexts", "ask=1") : null,
    (url: string) => getJson<ContextsAnswer>(url),
    {
      refreshInterval: (latest) => (latest?.contexts.some(({ asking }) => asking) ? everyMs : 0),
      revalidateOnFocus: false,
      keepPreviousData: true,
    },
  );
  return { contexts: data?.contexts ?? null, error: apiErrorOf(error) };
}
