"use client";

import { type CSSProperties, type ReactNode, useState } from "react";
import { useLanguage } from "#components/language";
import { objectHref } from "#components/list/list-table";
import { missText, runText } from "#components/runs/run-bar";
import { PlainLink } from "#components/ui/plain-link";
import type { StripMark } from "#lib/api/runs";
import { serverClock } from "#lib/client/server-clock";
import type { Text } from "#lib/texts/text";

export interface MarkLinkProps {
  readonly namespace: string;
  readonly mark: StripMark;
  /** Shows the log of a run on this page; without it, the page of its Job is opened. */
  readonly onOpen?: (run: string) => void;
  readonly tabIndex?: number;
  readonly className?: string;
  readonly style?: CSSProperties;
  /** What is drawn; it says nothing to who cannot see it. */
  readonly children?: ReactNode;
}

/** A mark of a CronJob's history, which names itself; that of a run opens the run's log. */
export function MarkLink(props: MarkLinkProps): ReactNode {
  const { namespace, mark, onOpen, tabIndex, style, children } = props;
  const { tell } = useLanguage();
  const write = () => ({ mark, text: textOf(mark, serverClock.now()) });
  // There is an age in it: it is written again when the mark is another, and when somebody looks.
  const [written, setWritten] = useState(write);
  if (written.mark !== mark) setWritten(write);
  const text = tell(written.text);
  const shared = {
    "data-mark": mark.kind,
    "data-result": mark.kind === "run" ? mark.run.result : mark.cause,
    title: text,
    tabIndex,
    style,
    className: `rounded-xs focus-visible:outline-2 focus-visible:outline-focus ${props.className ?? ""}`,
    onFocus: () => setWritten(write),
    onPointerEnter: () => setWritten(write),
  };
  const content = (
    <>
      {children}
      <span className="sr-only">{text}</span>
    </>
  );
  if (mark.kind === "missed") return <span {...shared}>{content}</span>;
  const { name } = mark.run;
  return (
    <PlainLink
      {...shared}
      href={`${objectHref("jobs", namespace, name)}#log`}
      {...(onOpen && { onFollow: () => onOpen(name) })}
    >
      {content}
    </PlainLink>
  );
}

function textOf(mark: StripMark, now: number): Text {
  return mark.kind === "run" ? runText(mark.run, now) : missText(mark, now);
}
