"use client";

import type { AnchorHTMLAttributes, MouseEvent, ReactNode } from "react";
import { useAddress } from "#components/page-context";
import { useRouter } from "#components/ui/link";

/** A link without what Next's own prepares for each: hundreds are drawn at once and one is followed. */
export function PlainLink(
  props: AnchorHTMLAttributes<HTMLAnchorElement> & {
    readonly href: string;
    /** Shows on this page what the address leads to. */
    readonly onFollow?: () => void;
  },
): ReactNode {
  const { href, onFollow, children, ...rest } = props;
  const router = useRouter();
  const address = useAddress();
  const follow = (event: MouseEvent) => {
    const { button, altKey, ctrlKey, metaKey, shiftKey } = event;
    // Any other press is the browser's: a new tab, a window, a download.
    if (button !== 0 || altKey || ctrlKey || metaKey || shiftKey) return;
    event.preventDefault();
    if (onFollow) onFollow();
    else router.push(href);
  };
  return (
    <a {...rest} href={address(href)} onClick={follow}>
      {children}
    </a>
  );
}
