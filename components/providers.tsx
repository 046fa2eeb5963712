"use client";

import { CSPProvider } from "@base-ui/react/csp-provider";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { ActionDesk } from "#components/actions/desk";
import { KeyboardProvider } from "#components/keyboard";
import { LastSeenProvider } from "#components/last-seen";
import { PageContextProvider } from "#components/page-context";
import { type Theme, ThemeProvider } from "#components/theme-switch";
import { Toasts } from "#components/ui/toast";

/** What every page stands on. */
export function Providers(props: {
  readonly nonce: string | undefined;
  readonly theme: Theme;
  readonly children: ReactNode;
}): ReactNode {
  const { nonce, theme, children } = props;
  return (
    <CSPProvider {...(nonce === undefined ? {} : { nonce })}>
      <NuqsAdapter>
        <ThemeProvider first={theme}>
          <PageContextProvider>
            <LastSeenProvider>
              <KeyboardProvider>{children}</KeyboardProvider>
              <Toasts />
              <ActionDesk />
            </LastSeenProvider>
          </PageContextProvider>
        </ThemeProvider>
      </NuqsAdapter>
    </CSPProvider>
  );
}
