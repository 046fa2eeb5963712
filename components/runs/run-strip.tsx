"use client";

import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { useLanguage } from "#components/language";
import { barHeight, RunBar, runLength } from "#components/runs/run-bar";
import { MarkLink } from "#components/runs/run-link";
import type { Outlook } from "#lib/api/runs";
import { stripText } from "#lib/printers/outlook-columns";

/** How many marks have room; the next run stands after them. */
const slots = 12;

export interface RunStripProps {
  readonly namespace: string;
  /** Without `next` no mark of the next run is drawn. */
  readonly outlook: Pick<Outlook, "strip"> & Partial<Pick<Outlook, "next" | "usual">>;
  /** Tab comes to the newest run; where many strips stand together, only to that of the chosen row. */
  readonly reachable: boolean;
}

/**
 * The newest runs of a CronJob, oldest left: colour and shape are the result, height is the duration.
 * A bar opens the log of its run; arrow keys walk them.
 */
export function RunStrip(props: RunStripProps): ReactNode {
  const { namespace, outlook, reachable } = props;
  const { strip, next, usual } = outlook;
  const { tell } = useLanguage();
  const ref = useRef<HTMLSpanElement>(null);
  const [at, setAt] = useState<number | null>(null);
  const runs = strip.flatMap((mark) => (mark.kind === "run" ? [mark.run] : []));
  const longest = Math.max(0, ...runs.map((run) => runLength(run, 0) ?? 0));
  const current = Math.min(at ?? strip.length - 1, strip.length - 1);
  const walk = (event: KeyboardEvent) => {
    const to = stepTo(event.key, current, strip.length);
    if (to === null) return;
    event.preventDefault();
    event.stopPropagation();
    setAt(to);
    ref.current?.querySelectorAll<HTMLElement>("[data-mark]")[to]?.focus();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is none of bars
    <span
      ref={ref}
      role="group"
      aria-label={tell(stripText(strip))}
      className="inline-flex h-6.5 items-stretch align-middle"
      onKeyDown={walk}
    >
      <span aria-hidden="true" style={{ width: `${(slots - strip.length) * 8}px` }} />
      {strip.map((mark, i) => (
        <MarkLink
          key={mark.kind === "run" ? mark.run.name : mark.last}
          namespace={namespace}
          mark={mark}
          tabIndex={reachable && i === current ? 0 : -1}
        >
          <svg viewBox="0 0 7 26" width="8" height="26" aria-hidden="true">
            {mark.kind === "run" ? (
              <RunBar run={mark.run} longestMs={longest} />
            ) : (
              <rect className="fill-warn-fill" x="0.5" y="18" width="6" height="2" />
            )}
          </svg>
        </MarkLink>
      ))}
      {next?.at == null ? null : <NextMark height={barHeight(usual?.p50 ?? null, longest)} />}
    </span>
  );
}

/** The next run, as high as the runs usually are. */
function NextMark({ height }: { readonly height: number }): ReactNode {
  return (
    <svg viewBox="0 0 7 26" width="8" height="26" aria-hidden="true" data-mark-next="">
      <rect
        className="fill-none stroke-text-3"
        strokeDasharray="2 1.6"
        x="1"
        y={20.5 - height}
        width="5"
        height={height - 1}
        rx="1"
      />
    </svg>
  );
}

/** Where a key leads among `count` marks; null where it is none of theirs. */
function stepTo(key: string, from: number, count: number): number | null {
  switch (key) {
    case "ArrowLeft":
      return Math.max(0, from - 1);
    case "ArrowRight":
      return Math.min(count - 1, from + 1);
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return null;
  }
}
