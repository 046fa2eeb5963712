import useSWR from "swr";
import type { ApiError } from "#lib/api/errors";
import type { ObjectView } from "#lib/api/scope";
import { requestUrl } from "#lib/client/page-context";
import { getJson, ResponseError } from "#lib/client/response-error";
import { text } from "#lib/texts/text";

export interface ObjectName {
  readonly kind: ObjectView;
  readonly namespace: string;
  readonly name: string;
}

/** The object as YAML, fetched when asked for; `reveal` shows what is masked otherwise. */
export function useManifest(
  object: ObjectName,
  reveal: boolean,
): {
  readonly yaml: string | null;
  readonly error: ApiError | null;
  readonly loading: boolean;
  /** Fetches it again. */
  readonly refresh: () => void;
} {
  const params = new URLSearchParams({ ...object, ...(reveal ? { reveal: "1" } : {}) });
  const { data, error, isValidating, mutate } = useSWR<{ yaml: string }, unknown>(
    requestUrl("manifest", params),
    (url: string) => getJson(url),
    { revalidateOnFocus: false, shouldRetryOnError: false },
  );
  return {
    yaml: data?.yaml ?? null,
    error: apiErrorOf(error),
    loading: isValidating,
    refresh: () => void mutate(),
  };
}

/** What SWR caught: ours by construction, and a bug of ours otherwise. */
export function apiErrorOf(error: unknown): ApiError | null {
  if (error === undefined || error === null) return null;
  if (error instanceof ResponseError) return error.error;
  return { code: "internal", message: text("The server's answer could not be read.") };
}
