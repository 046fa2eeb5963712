import { useCallback, useEffect, useSyncExternalStore } from "react";
import type { Right } from "#lib/api/rights";
import { type KnownRights, rightsStore, type Verdict, verdictOf } from "#lib/client/rights-store";
import { systemClock } from "#lib/time/clock";

const none: KnownRights = new Map();
/** How often rights are asked again while somebody looks. */
const againMs = 60_000;

/** What the viewer may do in these namespaces, asked again each minute. */
export function useRights(
  namespaces: readonly string[],
): (right: Right, namespace: string) => Verdict {
  const known = useSyncExternalStore(
    rightsStore.known.subscribe,
    rightsStore.known.get,
    () => none,
  );
  const key = namespaces.join();
  useEffect(() => {
    const wanted = key === "" ? [] : key.split(",");
    let cancel = () => {};
    const ask = () => {
      if (!document.hidden) void rightsStore.ask(wanted);
      cancel = systemClock.after(againMs, ask);
    };
    ask();
    return () => cancel();
  }, [key]);
  return useCallback(
    (right: Right, namespace: string) => verdictOf(known, right, namespace),
    [known],
  );
}

/** Of how many namespaces a list asks beforehand. */
const most = 20;

/** The namespaces of the first rows, in their order. */
export function namespacesOf(
  rows: readonly { readonly namespace: string }[] | null,
): readonly string[] {
  const found = new Set<string>();
  for (const { namespace } of rows ?? []) {
    found.add(namespace);
    if (found.size === most) break;
  }
  return [...found];
}
