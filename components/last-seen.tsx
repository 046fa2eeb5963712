"use client";

import { createContext, type ReactNode, use, useEffect, useRef } from "react";
import type { WatchData } from "#lib/client/table-state";

/** What is true of the cluster rather than of one view. */
export type LastSeen = Pick<WatchData, "cluster" | "counts" | "choices">;

const LastSeenContext = createContext<{ current: LastSeen | null }>({ current: null });

/** Remembers it from page to page, so that the frame does not empty while the next view opens. */
export function LastSeenProvider({ children }: { readonly children: ReactNode }): ReactNode {
  return <LastSeenContext value={useRef<LastSeen | null>(null)}>{children}</LastSeenContext>;
}

export function useLastSeen(data: WatchData | null): LastSeen | null {
  const memory = use(LastSeenContext);
  useEffect(() => {
    if (data) memory.current = data;
  }, [data, memory]);
  return data ?? memory.current;
}
