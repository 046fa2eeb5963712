"use client";

import type { ReactNode } from "react";
import type { NamedRow } from "#components/list/select-rows";
import type { Arrivals } from "#components/list/use-arrivals";
import { Since } from "#components/time";

export interface ListStatusProps {
  readonly title: string;
  /** How many rows the filters leave. */
  readonly matching: number;
  readonly total: number;
  /** When the rows last changed, in milliseconds; null before the first change. */
  readonly changedAt: number | null;
  readonly arrivals: Pick<Arrivals<NamedRow>, "waiting" | "admit">;
}

/** How many rows there are, how fresh they are, and how many wait for the pointer to rest. */
export function ListStatus(props: ListStatusProps): ReactNode {
  const { title, matching, total, changedAt, arrivals } = props;
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
      {arrivals.waiting === 0 ? null : (
        <button
          type="button"
          title="They come in once the pointer rests"
          onClick={arrivals.admit}
          className="inline-flex h-6 items-center rounded-sm border border-line-strong bg-surface px-1.75 text-text hover:bg-hover"
        >
          {arrivals.waiting} new
        </button>
      )}
    </>
  );
}
