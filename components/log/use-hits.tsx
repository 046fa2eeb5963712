"use client";

import { useMemo } from "react";
import type { Reading } from "#components/log/use-reading";
import { isNote, type LogBuffer } from "#lib/client/logs/log-buffer";
import { type Hits, hitLimit, LogSearch } from "#lib/client/logs/log-search";
import type { Pattern } from "#lib/logs/pattern";
import { type Text, text } from "#lib/texts/text";

export interface LogHits {
  readonly any: boolean;
  /** Not all of the lines that are held were looked through yet. */
  readonly searching: boolean;
  /** `3 of 120`, `no hit`, `searching… 12 hits`. */
  readonly count: Text;
  /** The hit the viewer stands on. */
  readonly current: { readonly number: number; readonly within: number } | null;
  /** The hit one step on from it, or else from the line of this number; null for none. */
  step(direction: 1 | -1, top: number): { readonly number: number; readonly within: number } | null;
}

const none: Hits = { lines: [], first: 0, progress: 1 };

/** What of the lines that are held has what is looked for, and where the viewer stands among it. */
export function useLogHits(
  pattern: Pattern | null,
  buffer: LogBuffer,
  hit: Reading["hit"],
): LogHits {
  // biome-ignore lint/correctness/useExhaustiveDependencies: a search belongs to one log
  const search = useMemo(() => (pattern ? new LogSearch(pattern) : null), [pattern, buffer]);
  const hits = search?.hits(buffer) ?? none;
  const { lines } = hits;
  const number = hit && !isNote(hit.entry) ? buffer.numberOf(hit.entry) : null;
  const place = number === null ? -1 : lines.indexOf(number);
  const at = hit === null || place === -1 ? -1 : place + hit.within;
  const known = number !== null && lines[at] === number;
  const searching = hits.progress < 1;
  return {
    any: lines.length > 0,
    searching,
    count: countWords(hits, known ? at : null, searching),
    current: known && hit ? { number, within: hit.within } : null,
    step: (direction, top) => {
      const next = known ? at + direction : indexAtOrAfter(lines, top) - (direction === 1 ? 0 : 1);
      const wrapped = (next + lines.length) % lines.length;
      const line = lines[wrapped];
      return line === undefined ? null : { number: line, within: wrapped - lines.indexOf(line) };
    },
  };
}

function indexAtOrAfter(lines: readonly number[], top: number): number {
  const index = lines.findIndex((line) => line >= top);
  return index === -1 ? 0 : index;
}

const counted = new Intl.NumberFormat("en");

function countWords({ lines }: Hits, at: number | null, searching: boolean): Text {
  const count = counted.format(lines.length);
  const more = lines.length >= hitLimit;
  const one = lines.length === 1 ? "{count} hit" : "{count} hits";
  const hits = text(more ? "{count} or more hits" : one, { count });
  if (searching) {
    return lines.length === 0 ? text("searching…") : text("searching… {hits}", { hits });
  }
  if (lines.length === 0) return text("no hit");
  if (at === null) return hits;
  const slots = { hit: counted.format(at + 1), count };
  return text(more ? "{hit} of {count} or more" : "{hit} of {count}", slots);
}
