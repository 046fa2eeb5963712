"use client";

import { useRef } from "react";
import type { LogBuffer, LogEntry } from "#lib/client/logs/log-buffer";

export interface RowKeys {
  /** The key of the row of this entry's number. */
  keyOf(number: number): number;
  numberOf(key: number): number;
  /** The entry of this number is the one that is being read. */
  hold(number: number): void;
}

/**
 * Keys by which the line that is being read keeps its place. Numbers do, until lines come late in
 * the middle: then all behind them have other numbers, and keys are counted from the line held.
 */
export function useRowKeys(buffer: LogBuffer): RowKeys {
  const kept = useRef<{
    buffer: LogBuffer;
    revision: number;
    shift: number;
    held: { readonly entry: LogEntry; readonly key: number } | null;
  }>(null);
  if (kept.current?.buffer !== buffer) {
    kept.current = { buffer, revision: buffer.revision, shift: 0, held: null };
  }
  const now = kept.current;
  if (now.revision !== buffer.revision) {
    now.revision = buffer.revision;
    const number = now.held && buffer.numberOf(now.held.entry);
    if (now.held && number !== null) now.shift = number - now.held.key;
  }
  return {
    keyOf: (number) => number - now.shift,
    numberOf: (key) => key + now.shift,
    hold: (number) => {
      const entry = buffer.at(number);
      now.held = entry ? { entry, key: number - now.shift } : null;
    },
  };
}
