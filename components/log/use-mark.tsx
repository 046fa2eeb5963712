"use client";

import { useMemo } from "react";
import type { MarkStanding } from "#components/log/mark-bar";
import { isNote, type LogBuffer, type LogText } from "#lib/client/logs/log-buffer";
import type { LogSettings } from "#lib/client/logs/log-settings";
import type { LogView } from "#lib/client/logs/log-view";
import {
  formatLineLink,
  type LineLink,
  type LinePlace,
  linePlace,
  parseLineLink,
  samePlace,
} from "#lib/logs/line-link";

export interface Mark {
  readonly link: LineLink;
  readonly standing: MarkStanding;
  /** The number of the line the mark begins with; null while it is not here. */
  readonly anchor: number | null;
  /** The number of the line it was extended to; the anchor's for a line alone. */
  readonly head: number | null;
}

/** The line or range the address names, as far as it is in the log; null for none. */
export function useMark(line: string, view: LogView): Mark | null {
  const link = useMemo(() => parseLineLink(line), [line]);
  return useMemo(() => {
    if (!link) return null;
    const anchor = findPlace(view.buffer, link.first);
    const head = link.last ? findPlace(view.buffer, link.last) : anchor;
    const found = anchor.number !== null && head.number !== null;
    const standing = found
      ? "shown"
      : anchor.passed || head.passed || isAway(view, link.first)
        ? "gone"
        : "looking";
    return { link, standing, anchor: anchor.number, head: head.number };
  }, [link, view]);
}

/** The address of a mark that begins with one line and is extended to another. */
export function markOf(first: LogText, last: LogText | null): Partial<LogSettings> {
  const place = ({ source, time, text }: LogText) => linePlace(source.key, time, text);
  return { line: formatLineLink({ first: place(first), last: last && place(last) }) };
}

/** Stamps of one file may go back: a line stands so many lines behind its time at most. */
const farthest = 2_000;

/** Where a place is; `passed` if lines of its source that are newer are there without it. */
function findPlace(
  buffer: LogBuffer,
  place: LinePlace,
): { readonly number: number | null; readonly passed: boolean } {
  const { end } = buffer;
  let passed = false;
  const start = numberAt(buffer, place.time);
  const most = place.time === "" ? end : Math.min(end, start + farthest);
  for (let number = start; number < most; number++) {
    const entry = buffer.at(number);
    if (!entry || isNote(entry) || entry.source.key !== place.source) continue;
    if (samePlace(linePlace(entry.source.key, entry.time, entry.text), place)) {
      return { number, passed: false };
    }
    if (entry.time > place.time) passed = true;
  }
  return { number: null, passed };
}

/** The number of the first entry that stands at this time or later; `end` for none. */
export function numberAt(buffer: LogBuffer, time: string): number {
  let [low, high] = [buffer.first, buffer.end];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((buffer.at(middle)?.at ?? "") < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Nothing more can come: all was read, the source is none of those that are, or it has been silent. */
function isAway({ state, sources, buffer }: LogView, { source: key, time }: LinePlace): boolean {
  if (state.state === "ended" || state.state === "failed") return true;
  if (state.state !== "streaming" && state.state !== "polling") return false;
  const source = sources.find(({ origin }) => origin.key === key);
  if (sources.length > 0 && (!source || source.standing.state === "ended")) return true;
  const silent = source?.standing.state === "reading" && source.lines === 0;
  return silent && (buffer.at(buffer.first)?.at ?? "") > time;
}
