"use client";

import type { ReactNode } from "react";
import { Told } from "#components/language";
import type { Instant } from "#lib/api/rows";
import { useNow } from "#lib/client/use-now";
import type { Text } from "#lib/texts/text";
import { age, humanDuration } from "#lib/time/duration";

/** The only parts that draw themselves anew each second; what they stand in does not. */

/** A text that depends on the moment, such as the cell of a ticking column. */
export function Ticking({ text }: { text(nowMs: number): Text }): ReactNode {
  const said = text(useNow());
  return typeof said === "string" ? said : <Told text={said} />;
}

/** How long ago an instant was, in kubectl's words; `<unknown>` for none. */
export function Age({ of }: { readonly of: Instant | null }): ReactNode {
  return age(of, useNow());
}

/** How long ago a moment (in milliseconds) was. */
export function Since({ ms }: { readonly ms: number }): ReactNode {
  return humanDuration(useNow() - ms);
}

/** How long it is until a moment (in milliseconds); `0s` once it has passed. */
export function Until({ ms }: { readonly ms: number }): ReactNode {
  return humanDuration(Math.max(0, ms - useNow()));
}
