"use client";

import type { ReactNode } from "react";
import { useLanguage } from "#components/language";
import { Since } from "#components/time";
import type { Text } from "#lib/texts/text";

export interface ListStatusProps {
  readonly title: Text;
  /** How many rows the filters leave. */
  readonly matching: number;
  readonly total: number;
  /** When the rows last changed, in milliseconds; null before the first change. */
  readonly changedAt: number | null;
  /** New rows that are not let in yet. */
  readonly waiting: number;
  readonly legend?: ReactNode;
}

/** How many rows there are, how fresh they are, and how many wait for the pointer to rest. */
export function ListStatus(props: ListStatusProps): ReactNode {
  const { title, matching, total, changedAt, waiting, legend } = props;
  const { say, rich, tell } = useLanguage();
  const count = (
    <span className="font-mono">{say("{matching} of {total}", { matching, total })}</span>
  );
  return (
    <>
      <span>
        {changedAt === null
          ? rich("{count} {title}", { count, title: tell(title) })
          : rich("{count} {title}, last change {age} ago", {
              count,
              title: tell(title),
              age: (
                <span className="font-mono">
                  <Since ms={changedAt} />
                </span>
              ),
            })}
      </span>
      {waiting === 0 ? null : (
        <span className="text-text">
          {say("{count} new, once the pointer rests", { count: waiting })}
        </span>
      )}
      {legend}
    </>
  );
}
