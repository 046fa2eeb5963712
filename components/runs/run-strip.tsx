"use client";

import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { objectHref } from "#components/list/list-table";
import { barHeight, missText, RunBar, runLength, runText } from "#components/runs/run-bar";
import type { Outlook, StripMark, StripRun } from "#lib/api/runs";
import { serverClock } from "#lib/client/server-clock";
import { stripText } from "#lib/printers/outlook-columns";

/** How many marks have room; the next run stands after them. */
const slots = 12;

export interface RunStripProps {
  readonly namespace: string;
  readonly outlook: Outlook;
  /** Tab comes to the newest run; where many strips stand together, only to that of the chosen row. */
  readonly reachable: boolean;
  onOpen(href: string): void;
}

/**
 * The newest runs of a CronJob, oldest left: colour and shape are the result, height is the duration.
 * A bar opens the log of its run; arrow keys walk them.
 */
export function RunStrip(props: RunStripProps): ReactNode {
  const { namespace, outlook, reachable, onOpen } = props;
  const { strip, next, usual } = outlook;
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
      aria-label={stripText(strip)}
      className="inline-flex h-6.5 items-stretch align-middle"
      onKeyDown={walk}
    >
      <span aria-hidden="true" style={{ width: `${(slots - strip.length) * 8}px` }} />
      {strip.map((mark, i) => (
        <Mark
          key={mark.kind === "run" ? mark.run.name : mark.last}
          mark={mark}
          longestMs={longest}
          href={mark.kind === "run" ? logHref(namespace, mark.run) : null}
          tabIndex={reachable && i === current ? 0 : -1}
          onOpen={onOpen}
        />
      ))}
      {next.at === null ? null : <NextMark height={barHeight(usual?.p50 ?? null, longest)} />}
    </span>
  );
}

function Mark(props: {
  readonly mark: StripMark;
  readonly longestMs: number;
  /** Null where there is nothing to open. */
  readonly href: string | null;
  readonly tabIndex: number;
  onOpen(href: string): void;
}): ReactNode {
  const { mark, longestMs, href, tabIndex, onOpen } = props;
  const [text, setText] = useState<string | undefined>();
  // What is said of a bar has an age in it: it is written when somebody looks.
  const say = () => setText(textOf(mark, serverClock.now()));
  const drawing = (
    <svg viewBox="0 0 7 26" width="8" height="26" aria-hidden="true">
      {mark.kind === "run" ? (
        <RunBar run={mark.run} longestMs={longestMs} />
      ) : (
        <rect className="fill-warn-fill" x="0.5" y="18" width="6" height="2" />
      )}
    </svg>
  );
  const shared = {
    "data-mark": mark.kind,
    "data-result": mark.kind === "run" ? mark.run.result : mark.cause,
    "aria-label": text ?? textOf(mark, serverClock.now()),
    title: text,
    tabIndex,
    className: "rounded-xs focus-visible:outline-2 focus-visible:outline-focus",
    onFocus: say,
    onPointerEnter: say,
  };
  if (href === null) {
    return (
      <span {...shared} role="img">
        {drawing}
      </span>
    );
  }
  return (
    <a
      {...shared}
      href={href}
      onClick={(event) => {
        if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        onOpen(href);
      }}
    >
      {drawing}
    </a>
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

function textOf(mark: StripMark, now: number): string {
  return mark.kind === "run" ? runText(mark.run, now) : missText(mark, now);
}

/** The log of a run stands on the page of its Job. */
function logHref(namespace: string, { name }: StripRun): string {
  return `${objectHref("jobs", namespace, name)}#log`;
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
