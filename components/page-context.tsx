"use client";

import { useSearchParams } from "next/navigation";
import { createContext, type ReactNode, use, useCallback, useEffect, useState } from "react";
import { commandInContext, contextParam, inContext } from "#lib/client/page-context";

const Named = createContext("");

/** Holds the context a page was loaded with, as the server draws it and the browser goes on with it. */
export function PageContextProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const named = useSearchParams().get(contextParam) ?? "";
  const [first] = useState(named);
  const isAnother = named !== first;
  // Whatever led there: what is in memory is of the first one, and goes with the page.
  useEffect(() => {
    if (isAnother) window.location.reload();
  }, [isAnother]);
  return <Named value={first}>{children}</Named>;
}

/** The context of this page; empty for the one that Batchboard was started with. */
export function usePageContext(): string {
  return use(Named);
}

/** Keeps the context in an address of this site. */
export function useAddress(): (address: string) => string {
  const context = use(Named);
  return useCallback((address) => inContext(address, context), [context]);
}

/** Leaves this page for an address in another context: a page has one for as long as it is there. */
export function enterContext(address: string, context: string): void {
  window.location.assign(inContext(address, context));
}

/** Writes the context into the kubectl lines that are shown and copied. */
export function useCommandInContext(): (command: string) => string {
  const context = use(Named);
  return useCallback((command) => commandInContext(command, context), [context]);
}
