"use client";

import { useEffect, useMemo } from "react";
import { late, useLate } from "#components/ui/late";
import type { LogSettings } from "#lib/client/logs/log-settings";
import { type Pattern, textPattern } from "#lib/logs/pattern";
import type { Text } from "#lib/texts/text";

/** A page that looks for texts alone has no need of an engine for expressions. */
const engine = late(() => import("#lib/logs/regex-pattern"));
type Engine = typeof import("#lib/logs/regex-pattern");

/** What a field says, as a pattern. */
export interface Looked {
  /** null for nothing, and for what cannot be looked for. */
  readonly pattern: Pattern | null;
  /** What is wrong with it; empty for nothing. */
  readonly wrong: Text;
}

export interface LogPatterns {
  readonly find: Looked;
  readonly without: Looked;
}

export function useLogPatterns(settings: LogSettings): LogPatterns {
  const { find, without, regex, matchCase } = settings;
  const loaded = useLate(engine);
  const wanted = regex && (find !== "" || without !== "");
  useEffect(() => {
    if (wanted) engine.load().catch(() => {});
  }, [wanted]);
  return {
    find: useMemo(() => read(find, regex, matchCase, loaded), [find, regex, matchCase, loaded]),
    without: useMemo(
      () => read(without, regex, matchCase, loaded),
      [without, regex, matchCase, loaded],
    ),
  };
}

const nothing: Looked = { pattern: null, wrong: "" };

function read(text: string, regex: boolean, matchCase: boolean, loaded: Engine | null): Looked {
  if (text === "") return nothing;
  if (!regex) return { pattern: textPattern(text, matchCase), wrong: "" };
  const pattern = loaded?.regexPattern(text, matchCase) ?? null;
  return pattern && "wrong" in pattern
    ? { pattern: null, wrong: pattern.wrong }
    : { pattern, wrong: "" };
}
