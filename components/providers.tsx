"use client";

import { CSPProvider } from "@base-ui/react/csp-provider";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { ActionDesk } from "#components/actions/desk";
import { KeyboardProvider } from "#components/keyboard";
import { LanguageProvider } from "#components/language";
import { LastSeenProvider } from "#components/last-seen";
import { PageContextProvider } from "#components/page-context";
import { type Theme, ThemeProvider } from "#components/theme-switch";
import { Toasts } from "#components/ui/toast";
import type { Language } from "#lib/texts/language";

/** What every page stands on. */
export function Providers(props: {
  readonly nonce: string | undefined;
  readonly theme: Theme;
  readonly language: Language;
  readonly children: ReactNode;
}): ReactNode {
  const { nonce, theme, language, children } = props;
  return (
    <CSPProvider {...(nonce === undefined ? {} : { nonce })}>
      <NuqsAdapter>
        <LanguageProvider first={language}>
          <ThemeProvider first={theme}>
            <PageContextProvider>
              <LastSeenProvider>
                <KeyboardProvider>{children}</KeyboardProvider>
                <Toasts />
                <ActionDesk />
              </LastSeenProvider>
            </PageContextProvider>
          </ThemeProvider>
        </LanguageProvider>
      </NuqsAdapter>
    </CSPProvider>
  );
}
