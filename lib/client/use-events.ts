import { useEffect, useRef } from "react";
import useSWR from "swr";
import type { ApiError } from "#lib/api/errors";
import { routes } from "#lib/api/routes";
import type { EventRow } from "#lib/api/rows";
import { getJson } from "#lib/client/response-error";
import { apiErrorOf, type ObjectName } from "#lib/client/use-manifest";
import { systemClock } from "#lib/time/clock";

/** Events are written a moment after the change they tell of, and several changes come together. */
const settleMs = 1_500;
/** What no row shows (a repeated pull, say) is seen this late. */
const refreshMs = 30_000;

/** The Events about one object, newest first; asked for again when `row` changes. */
export function useEvents(
  { kind, namespace, name }: ObjectName,
  uid: string,
  row: unknown,
): { readonly events: readonly EventRow[] | null; readonly error: ApiError | null } {
  const params = new URLSearchParams({ kind, namespace, name, uid });
  const { data, error, mutate } = useSWR<{ events: EventRow[] }, unknown>(
    `${routes.events}?${params}`,
    (url: string) => getJson(url),
    { refreshInterval: refreshMs, revalidateOnFocus: true },
  );
  const seen = useRef(row);
  useEffect(() => {
    if (seen.current === row) return;
    return systemClock.after(settleMs, () => {
      seen.current = row;
      void mutate();
    });
  }, [row, mutate]);
  return { events: data?.events ?? null, error: apiErrorOf(error) };
}
