import useSWR from "swr";
import type { Delete } from "#lib/api/actions";
import type { Remains } from "#lib/api/remains";
import { requestUrl } from "#lib/client/page-context";
import { getJson } from "#lib/client/response-error";

const everyMs = 1_000;

/** Nothing is left that could still go. */
export function isOver({ object, jobs, pods }: Remains): boolean {
  return object === "gone" && (jobs ?? 0) === 0 && (pods ?? 0) === 0;
}

/** What is left of something that was deleted, each second until nothing is; null while not asked. */
export function useRemains(action: Delete | null): Remains | null {
  const { data } = useSWR<Remains>(
    action && requestUrl("remains", paramsOf(action)),
    (url: string) => getJson<Remains>(url),
    { refreshInterval: (latest) => (latest && isOver(latest) ? 0 : everyMs) },
  );
  return data ?? null;
}

function paramsOf({ resource, target: { namespace, name, uid } }: Delete): URLSearchParams {
  return new URLSearchParams({ kind: resource.slice(0, -1), namespace, name, uid });
}
