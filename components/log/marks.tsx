"use client";

import { type KeyboardEvent, useCallback, useLayoutEffect, useRef } from "react";
import type { LogScroll } from "#components/log/log-lines";
import { type Mark, markOf } from "#components/log/use-mark";
import { isNote, type LogBuffer, type LogEntry, type LogText } from "#lib/client/logs/log-buffer";
import type { LogRows } from "#lib/client/logs/log-rows";
import type { LogSettings } from "#lib/client/logs/log-settings";
import { logFields } from "#lib/logs/fields";
import { plainText } from "#lib/logs/text";

export interface Marking {
  readonly buffer: LogBuffer;
  readonly rows: LogRows;
  readonly mark: Mark | null;
  /** Where a mark begins that there is none of: the line of the hit, or null. */
  readonly hitLine: number | null;
  readonly raw: boolean;
  readonly opened: ReadonlySet<LogEntry>;
  readonly scroll: { readonly current: LogScroll | null };
  change(changes: Partial<LogSettings>): void;
  /** What is read is not to move away. */
  pause(): void;
  open(opened: ReadonlySet<LogEntry>): void;
}

export interface Marks {
  /** Marks a line, or the range from the marked one to it. */
  set(entry: LogText, extend: boolean): void;
  /** Marks the line of the hit, or the first in sight. */
  here(): void;
  /** Opens or closes a line. */
  toggle(entry: LogEntry): void;
  /** Opens or closes the marked line: its fields, or the folded lines behind it. */
  toggleMarked(): void;
  /** The keys of the mark, where the log has the focus. */
  onKey(event: KeyboardEvent): void;
}

/** What is done to the mark and to the line it stands on; `set` and `toggle` stay the same. */
export function useMarks(marking: Marking): Marks {
  const marks = marksOf(marking);
  const latest = useRef(marks);
  useLayoutEffect(() => {
    latest.current = marks;
  });
  const set = useCallback<Marks["set"]>((entry, extend) => latest.current.set(entry, extend), []);
  const toggle = useCallback<Marks["toggle"]>((entry) => latest.current.toggle(entry), []);
  return { ...marks, set, toggle };
}

function marksOf(marking: Marking): Marks {
  const { buffer, rows, mark, hitLine, opened, scroll, change, pause } = marking;
  const lineAt = (number: number | null): LogText | null => {
    const entry = number === null ? undefined : buffer.at(number);
    return entry && !isNote(entry) ? entry : null;
  };
  const set = (entry: LogText, extend: boolean) => {
    pause();
    const anchor = extend ? lineAt(mark?.anchor ?? null) : null;
    change(anchor && anchor !== entry ? markOf(anchor, entry) : markOf(entry, null));
    // The keys of the mark are the log's.
    scroll.current?.focus();
  };
  const toggle = (entry: LogEntry) => {
    pause();
    const next = new Set(opened);
    if (!next.delete(entry)) next.add(entry);
    marking.open(next);
  };
  const start = () => mark?.head ?? hitLine ?? scroll.current?.topLine() ?? buffer.first;
  /** The line so many rows on, or the first one in that direction. */
  const lineFrom = (number: number, by: 1 | -1, steps: number): LogText | null => {
    let index = rows.indexOf(number) + by * steps;
    for (; index >= 0 && index < rows.length; index += by) {
      const row = rows.at(index);
      const line = row?.kind === "entry" ? lineAt(row.number) : null;
      if (line) return line;
    }
    return null;
  };
  const move = (by: 1 | -1, extend: boolean) => {
    const line = lineFrom(start(), by, mark ? 1 : 0);
    if (!line) return;
    set(line, extend);
    const number = buffer.numberOf(line);
    if (number !== null) scroll.current?.toLine(number, "auto");
  };
  const toggleMarked = () => {
    const number = start();
    const line = lineAt(number);
    if (!line) return;
    if (!marking.raw && logFields(plainText(line.text))) return toggle(line);
    const next = rows.at(rows.indexOf(number) + 1);
    const behind = next && buffer.at(next.number);
    if (opened.has(line)) toggle(line);
    else if (behind && (next.kind === "fold" || opened.has(behind))) toggle(behind);
  };
  return {
    set,
    toggle,
    toggleMarked,
    here: () => {
      const line = lineFrom(start(), 1, 0);
      if (line) set(line, false);
    },
    onKey: (event) => {
      if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey) return;
      const arrow = { ArrowDown: 1, ArrowUp: -1 }[event.key] as 1 | -1 | undefined;
      if (event.key === "Enter") toggleMarked();
      else if (event.key === "Escape" && mark) change({ line: "" });
      else if (arrow !== undefined && (event.altKey || event.shiftKey)) move(arrow, event.shiftKey);
      else return;
      event.preventDefault();
    },
  };
}
