"use client";

import { type ReactNode, useMemo } from "react";
import type { LineLook } from "#components/log/log-line";
import { MarkBar } from "#components/log/mark-bar";
import type { Mark } from "#components/log/use-mark";
import type { LogBuffer } from "#lib/client/logs/log-buffer";
import type { LogRows } from "#lib/client/logs/log-rows";
import { linesOfRows } from "#lib/client/logs/row-lines";
import { plainText } from "#lib/logs/text";
import { logTime, zoneName } from "#lib/logs/time";
import { text } from "#lib/texts/text";

export interface MarkedLinesProps {
  readonly mark: Mark | null;
  /** As it stands in the address. */
  readonly line: string;
  readonly look: LineLook;
  readonly buffer: LogBuffer;
  readonly rows: LogRows;
  /** It was looked for as far as it can be. */
  readonly missing: boolean;
  onShow(): void;
  onClear(): void;
}

/** The numbers of the first and the last line of a mark; null while it is not here. */
export function rangeOf(mark: Mark | null): { from: number; to: number } | null {
  if (!mark || mark.anchor === null || mark.head === null) return null;
  return { from: Math.min(mark.anchor, mark.head), to: Math.max(mark.anchor, mark.head) };
}

/** The bar of the marked lines, while there are any. */
export function MarkedLines(props: MarkedLinesProps): ReactNode {
  const { mark, line, look, buffer, rows, missing, onShow, onClear } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: lines that are marked do not change
  const lines = useMemo(() => {
    const range = rangeOf(mark);
    if (!range) return [];
    return linesOfRows(rows, buffer, rows.indexOf(range.from), rows.indexOf(range.to));
  }, [line, mark?.standing, rows, rows.length]);
  if (!mark) return null;
  const { first } = mark.link;
  const time = first.time === "" ? text("unknown time") : logTime(first.time, look.zone);
  return (
    <MarkBar
      standing={mark.standing}
      lines={lines.length}
      time={text("{time} {zone}", { time, zone: zoneName(look.zone) })}
      address={addressOf(line)}
      text={lines.map((line) => plainText(line.text)).join("\n")}
      onShow={mark.standing === "gone" && missing ? null : onShow}
      onClear={onClear}
    />
  );
}

/** This view with the mark; where the log is part of a page, at the log. */
function addressOf(line: string): string {
  if (typeof window === "undefined") return "";
  const url = new URL(window.location.href);
  url.searchParams.set("line", line);
  if (document.getElementById("log")) url.hash = "log";
  return url.href;
}
