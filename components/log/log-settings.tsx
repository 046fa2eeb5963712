"use client";

import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import type { LogZone } from "#lib/logs/time";

/** The state of a log view as it stands in the address bar. */
const parsers = {
  container: parseAsString.withDefault("").withOptions({ history: "push" }),
  previous: parseAsStringLiteral(["1"]).withOptions({ history: "push" }),
  /** A number of lines, or 0 for all of them. */
  tail: parseAsInteger,
  since: parseAsString.withDefault(""),
  find: parseAsString.withDefault(""),
  case: parseAsStringLiteral(["1"]),
  wrap: parseAsStringLiteral(["1"]),
  ts: parseAsStringLiteral(["utc", "local", "off"]).withDefault("utc"),
};

export interface LogSettings {
  /** Empty for the one `kubectl logs` would choose. */
  readonly container: string;
  readonly previous: boolean;
  /** null for all lines. */
  readonly tail: number | null;
  readonly since: string;
  readonly find: string;
  readonly matchCase: boolean;
  readonly wrap: boolean;
  readonly zone: LogZone | "off";
}

/** Enough to see what happened, and quick; one choice away from all of it. */
export const defaultTail = 1_000;

export function useLogSettings(): readonly [
  settings: LogSettings,
  set: (changes: Partial<LogSettings>) => void,
] {
  const [query, setQuery] = useQueryStates(parsers);
  const settings: LogSettings = {
    container: query.container,
    previous: query.previous !== null,
    // Whoever asks for a time asks for all lines since then.
    tail: linesOf(query.tail ?? (query.since === "" ? defaultTail : 0)),
    since: query.since,
    find: query.find,
    matchCase: query.case !== null,
    wrap: query.wrap !== null,
    zone: query.ts,
  };
  const set = (changes: Partial<LogSettings>) => {
    const { container, previous, tail, since, find, matchCase, wrap, zone } = changes;
    void setQuery({
      ...(container === undefined ? {} : { container: container || null }),
      ...(previous === undefined ? {} : { previous: flag(previous) }),
      ...(tail === undefined ? {} : { tail: tail === defaultTail ? null : (tail ?? 0) }),
      ...(since === undefined ? {} : { since: since || null }),
      ...(find === undefined ? {} : { find: find || null }),
      ...(matchCase === undefined ? {} : { case: flag(matchCase) }),
      ...(wrap === undefined ? {} : { wrap: flag(wrap) }),
      ...(zone === undefined ? {} : { ts: zone === "utc" ? null : zone }),
    });
  };
  return [settings, set];
}

function linesOf(tail: number): number | null {
  return tail <= 0 ? null : tail;
}

function flag(on: boolean): "1" | null {
  return on ? "1" : null;
}
