"use client";

import NextLink from "next/link";
import { useRouter as useNextRouter } from "next/navigation";
import { type ComponentProps, type ReactNode, useMemo } from "react";
import { useAddress } from "#components/page-context";

/** A link to a page of this site, in the context of the page it stands on. */
export function Link(
  props: ComponentProps<typeof NextLink> & { readonly href: string },
): ReactNode {
  const address = useAddress();
  return <NextLink {...props} href={address(props.href)} />;
}

/** The way to other pages of this site, in the context of this one. */
export function useRouter(): {
  push(href: string): void;
  /** To another address of the page that is open, which shows what the address says by itself. */
  show(href: string): void;
  back(): void;
  refresh(): void;
} {
  const router = useNextRouter();
  const address = useAddress();
  return useMemo(
    () => ({
      push: (href) => router.push(address(href)),
      show: (href) => window.history.pushState(null, "", address(href)),
      back: () => router.back(),
      refresh: () => router.refresh(),
    }),
    [router, address],
  );
}
