"use client";

import { type RefObject, useLayoutEffect, useRef } from "react";
import type { LogLinesProps } from "#components/log/log-lines";
import { linePx } from "#components/log/row-room";
import type { LogEntry } from "#lib/client/logs/log-buffer";

/**
 * Where a log is to be scrolled to that takes the place of the lines its page came with: what was in
 * sight stays there. 0 where no lines stood in for it. `total` is how high all its lines are.
 */
export function useHandOver(
  scroller: RefObject<HTMLDivElement | null>,
  shown: Pick<LogLinesProps, "begun" | "view" | "rows" | "following">,
): (total: number) => number {
  const { begun, view, rows, following } = shown;
  const { buffer } = view;
  /** The last of the lines that stood in, and how far above their end the viewer was. */
  const left = useRef<{ readonly last: LogEntry; readonly px: number }>(null);
  useLayoutEffect(() => {
    const last = buffer.at(buffer.end - 1);
    if (!begun || !last) return;
    const element = scroller.current;
    const leave = () => {
      left.current = { last, px: -(element?.scrollTop ?? 0) };
    };
    leave();
    element?.addEventListener("scroll", leave);
    return () => element?.removeEventListener("scroll", leave);
  }, [begun, buffer, scroller]);
  return (total) => {
    const element = scroller.current;
    if (!element || !left.current) return 0;
    const { last, px } = left.current;
    const behind = rows.length - 1 - rows.indexOf(buffer.numberBehind(last) - 1);
    const above = following ? 0 : px + behind * linePx;
    return Math.max(0, total - element.clientHeight - above);
  };
}
