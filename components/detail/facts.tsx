"use client";

import type { ReactNode } from "react";
import { useLanguage } from "#components/language";
import type { Text } from "#lib/texts/text";

export interface Fact {
  /** In capitals, as kubectl prints a header. */
  readonly term: string;
  readonly value: ReactNode;
  /** What it means or where it comes from. */
  readonly title?: Text;
}

/** What is known of an object, side by side under its name. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }): ReactNode {
  const { tell } = useLanguage();
  return (
    <dl className="mt-3 flex flex-wrap overflow-hidden border-y border-line max-card:grid max-card:grid-cols-2">
      {facts.map(({ term, value, title }) => (
        <div
          key={term}
          title={title === undefined ? undefined : tell(title)}
          className="mr-4.5 -mb-px border-b border-line pt-1.75 pr-4.5 pb-2 not-last:border-r max-card:mr-3 max-card:pr-3 max-card:even:mr-0 max-card:even:border-r-0"
        >
          <dt className="font-mono text-2xs leading-normal whitespace-nowrap text-text-3">
            {term}
          </dt>
          <dd className="font-mono text-sm leading-normal wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A value that is not set. */
export function None({ children = "<none>" }: { readonly children?: string }): ReactNode {
  return <span className="text-text-3">{children}</span>;
}
