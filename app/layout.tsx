import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { Providers } from "#components/providers";
import type { Theme } from "#components/theme-switch";
import { text } from "#lib/texts/text";
import { askedLanguage, told } from "./language";
import "./globals.css";

export async function generateMetadata(): Promise<Metadata> {
  return {
    title: { default: "Batchboard", template: "%s · Batchboard" },
    description: await told(text("kubectl get cronjob, job and pods, live in the browser")),
  };
}

export const viewport: Viewport = {
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f7f8f9" },
    { media: "(prefers-color-scheme: dark)", color: "#0e1012" },
  ],
};

/** Reading the request also makes every page dynamic, without which Next could set no nonce. */
export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  const theme = themeOf((await cookies()).get("theme")?.value);
  const language = await askedLanguage();
  return (
    <html
      lang={language}
      data-theme={theme === "system" ? undefined : theme}
      className={`${GeistSans.variable} ${GeistMono.variable}`}
    >
      <head>
        {/* Metadata may come after the rest; a browser that has no icon by then asks for another. */}
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
      </head>
      <body>
        <Providers nonce={nonce} theme={theme} language={language}>
          {children}
        </Providers>
      </body>
    </html>
  );
}

function themeOf(cookie: string | undefined): Theme {
  return cookie === "light" || cookie === "dark" ? cookie : "system";
}
