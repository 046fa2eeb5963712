"use client";

import { diffLines } from "diff";
import { type ReactNode, useMemo } from "react";
import { useLanguage } from "#components/language";

/** Lines around a change that are shown with it. */
const around = 2;

interface DiffLine {
  readonly id: number;
  readonly sign: " " | "+" | "-" | "…";
  readonly text: string;
}

/** What was changed of a YAML text, line by line. */
export function YamlDiff(props: { readonly before: string; readonly after: string }): ReactNode {
  const { say } = useLanguage();
  const { before, after } = props;
  const lines = useMemo(() => changedLines(before, after), [before, after]);
  if (lines.length === 0) {
    return <p className="mt-2.5 text-xs text-text-3">{say("Nothing is changed.")}</p>;
  }
  return (
    <section
      aria-label={say("What is changed")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="mt-2.5 max-h-64 overflow-auto rounded-md border border-line bg-sunken px-2.5 py-2 font-mono text-xs leading-relaxed whitespace-pre"
    >
      {lines.map(({ id, sign, text }) => (
        <span key={id} className={`block ${colours[sign]}`}>
          {sign} {text}
        </span>
      ))}
    </section>
  );
}

const colours: Readonly<Record<DiffLine["sign"], string>> = {
  " ": "text-text-3",
  "…": "text-text-3",
  "+": "bg-ok-tint text-ok-fg",
  "-": "bg-bad-tint text-bad-fg",
};

/** The lines that differ, with some around them; none where the texts are equal. */
export function changedLines(before: string, after: string): readonly DiffLine[] {
  const all = diffLines(before, after).flatMap(({ added, removed, value }) =>
    value
      .replace(/\n$/, "")
      .split("\n")
      .map((text) => ({
        sign: added ? ("+" as const) : removed ? ("-" as const) : (" " as const),
        text,
      })),
  );
  const near = all.map((_, i) =>
    all.slice(Math.max(0, i - around), i + around + 1).some(({ sign }) => sign !== " "),
  );
  const shown: DiffLine[] = [];
  for (const [id, line] of all.entries()) {
    if (near[id]) shown.push({ id, ...line });
    else if (shown.length > 0 && shown.at(-1)?.sign !== "…")
      shown.push({ id, sign: "…", text: "" });
  }
  if (shown.at(-1)?.sign === "…") shown.pop();
  return shown;
}
