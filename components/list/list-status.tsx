"use client";

import type { ReactNode } from "react";
import { Since } from "#components/time";

export interface ListStatusProps {
  readonly title: string;
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
  return (
    <>
      <span>
        <span className="font-mono">
          {matching} of {total}
        </span>{" "}
        {title}
        {changedAt === null ? null : (
          <>
            , last change{" "}
            <span className="font-mono">
              <Since ms={changedAt} />
            </span>{" "}
            ago
          </>
        )}
      </span>
      {waiting === 0 ? null : (
        <span className="text-text">{waiting} new, once the pointer rests</span>
      )}
      {legend}
    </>
  );
}
